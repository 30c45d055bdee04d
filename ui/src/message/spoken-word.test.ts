import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shareAt, speechShares, wordAt } from './spoken-word';

/** A second of speech between two seconds of silence. */
const sound = Float32Array.from({ length: 48_000 }, (_, i) => (i >= 16_000 && i < 32_000 ? Math.sin(i) * 0.5 : 0.001));

it('counts only the time in which somebody speaks', () => {
  const shares = speechShares(sound, 16_000);
  expect(shares).toHaveLength(150);
  expect(shareAt(shares, 900)).toBe(0);
  expect(shareAt(shares, 1500)).toBeCloseTo(0.5, 1);
  expect(shareAt(shares, 2500)).toBe(1);
  expect(shareAt(shares, 99_000)).toBe(1);
});

it('takes silence for nothing said, and no sound for nothing', () => {
  expect(speechShares(new Float32Array(16_000), 16_000).every((share) => share === 0)).toBe(true);
  expect(shareAt(speechShares(new Float32Array(0), 16_000), 10)).toBe(0);
});

it('names whole words', () => {
  expect(wordAt('please wait here', 0.5)).toEqual([7, 11]);
  expect(wordAt('', 0.3)).toEqual([0, 0]);
});

it('always names a part of the text, from its first word to its last', () => {
  fc.assert(fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.double({ min: 0, max: 1, noNaN: true }), (text, share) => {
    const [from, to] = wordAt(text, share);
    expect(from).toBeGreaterThanOrEqual(0);
    expect(to).toBeGreaterThan(from);
    expect(to).toBeLessThanOrEqual(text.length);
  }));
  expect(wordAt('我要退货', 0)[0]).toBe(0);
  expect(wordAt('我要退货', 1)[1]).toBe(4);
});
