import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { day, duration, when, whenFull, whenShort } from './time';

const now = new Date(2026, 10, 22, 16, 0);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const plain = (text: string) => text.replaceAll('\u00A0', ' ');

describe('a moment', () => {
  test.each([
    [new Date(2026, 10, 22, 15, 34), '今天 15:34', 'Today 15:34', '15:34'],
    [new Date(2026, 10, 21, 20, 41), '昨天 20:41', 'Yesterday 20:41', '昨天'],
    [new Date(2026, 10, 19, 9, 0), '11-19', 'Nov 19', '11-19'],
    [new Date(2025, 10, 19, 9, 0), '2025-11-19', 'Nov 19, 2025', '2025-11-19'],
    [new Date(2026, 10, 23, 9, 0), '11-23', 'Nov 23', '11-23'],
  ])('%s reads as a colleague would say it', (at, zh, en, short) => {
    expect([when(at, now, 'zh'), when(at, now, 'en'), whenShort(at, now, 'zh')]).toEqual([zh, en, short]);
  });

  test('a minute before midnight is yesterday a minute later', () => {
    expect(when(new Date(2026, 10, 21, 23, 59), new Date(2026, 10, 22, 0, 0), 'zh')).toBe('昨天 23:59');
  });

  test('numbers, ISO strings and dates are the same moment', () => {
    const at = new Date(2026, 10, 19, 9, 5);
    expect([whenFull(at), whenFull(at.getTime()), whenFull(at.toISOString())]).toEqual(Array(3).fill('2026-11-19 09:05'));
    expect(day(at, now, 'zh')).toBe('11-19');
  });
});

describe('a length of time', () => {
  test.each([
    [4 * MINUTE + 12_000, '4:12', '4:12'],
    [5 * HOUR + 20 * MINUTE, '5 小时 20 分', '5 h 20 min'],
    [2 * HOUR + 5 * MINUTE, '2 小时 05 分', '2 h 05 min'],
    [2 * HOUR, '2 小时', '2 h'],
    [27 * HOUR, '1 天 3 小时', '1 d 3 h'],
    [48 * HOUR + 5, '2 天', '2 d'],
    [0, '0:00', '0:00'],
  ])('%i ms is short and exact', (ms, zh, en) => {
    expect([plain(duration(ms, 'zh')), plain(duration(ms, 'en'))]).toEqual([zh, en]);
  });

  test('a coarse one drops seconds, and a number never parts from its word', () => {
    expect(duration(21 * MINUTE + 30_000, 'zh', true)).toBe('21\u00A0分');
  });

  test('late and early read the same length', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 100 * 24 * HOUR }), (ms) => duration(ms, 'zh') === duration(-ms, 'zh')));
  });
});
