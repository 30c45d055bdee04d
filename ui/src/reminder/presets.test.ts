import { describe, expect, it } from 'vitest';
import { snoozePresets, troubleWith } from './presets';
import { whenFull } from '../kit/time';

const lines = (now: string) => snoozePresets(new Date(now).getTime()).map(({ name, until }) => `${name} ${whenFull(until)}`);

describe('putting things off', () => {
  it('counts hours from now and days to nine in the morning', () => {
    expect(lines('2026-11-23T15:34:00')).toMatchInlineSnapshot(`
      [
        "oneHour 2026-11-23 16:34",
        "threeHours 2026-11-23 18:34",
        "tomorrow 2026-11-24 09:00",
        "threeDays 2026-11-26 09:00",
        "oneWeek 2026-11-30 09:00",
      ]
    `);
  });

  it('finds tomorrow over the end of a month and of a year', () => {
    expect(lines('2026-12-31T23:50:00').slice(0, 3)).toEqual(['oneHour 2027-01-01 00:50', 'threeHours 2027-01-01 02:50', 'tomorrow 2027-01-01 09:00']);
  });

  it('refuses no time, a time gone by and one beyond ninety days', () => {
    const now = Date.UTC(2026, 10, 23);
    const day = 86_400_000;
    expect([undefined, now, now - 1, now + 1, now + 90 * day, now + 90 * day + 1].map((until) => troubleWith(until, now))).toEqual([
      'needTime', 'needFuture', 'needFuture', undefined, undefined, 'tooFar',
    ]);
  });
});
