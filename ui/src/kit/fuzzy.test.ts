import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fuzzy } from './fuzzy';
import { spansOf } from './marked';

const best = (query: string, labels: string[]) =>
  labels.filter((label) => fuzzy(query, label)).toSorted((a, b) => (fuzzy(query, b)?.score ?? 0) - (fuzzy(query, a)?.score ?? 0))[0];

describe('a command is found', () => {
  test('by letters in order, not otherwise', () => {
    expect(fuzzy('稍处', '稍后处理')?.at).toEqual([0, 2]);
    expect(fuzzy('处稍', '稍后处理')).toBeUndefined();
  });

  test('the start of a word beats the middle of one, letters together beat letters apart', () => {
    expect(best('lo', ['Follow', 'Lock the screen'])).toBe('Lock the screen');
    expect(best('工单', ['工人的订单', '建工单'])).toBe('建工单');
  });

  test('every label is found by itself and by any part of itself', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(), fc.nat(), (label, a, b) => {
        const [from, to] = [a % label.length, b % label.length].toSorted((x, y) => x - y) as [number, number];
        return label.toLowerCase().length !== label.length || fuzzy(label.slice(from, to + 1), label) !== undefined;
      }),
    );
  });
});

test('neighbouring matches become one mark', () => {
  expect(spansOf([0, 1, 4, 6, 7])).toEqual([[0, 2], [4, 5], [6, 8]]);
});
