import fc from 'fast-check';
import { expect, test } from 'vitest';
import { daysBetween, nextDay, runsOf, weekdayOf, withoutDays, withRun } from './days';
import { clockOf, furtherSpan, minutesOf, openMinutes, troubleIn } from './hours';

test.each([['9', 540], ['9:30', 570], ['0930', 570], ['09：30', 570], ['24:00', 1440], ['24:01', undefined], ['9:75', undefined], ['', undefined], ['noon', undefined]])('%s is %s minutes after midnight', (text, minutes) => {
  expect(minutesOf(text)).toBe(minutes);
});

test('every minute of the day reads back as it was written', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 1440 }), (minutes) => {
    expect(minutesOf(clockOf(minutes))).toBe(minutes);
  }));
});

test.each([
  [[[540, 720], [780, 1260]], undefined],
  [[[540, 540]], 'order'],
  [[[540, 780], [720, 1260]], 'overlap'],
  [[[540, -1]], 'unread'],
] as const)('%j: %s', (spans, trouble) => {
  expect(troubleIn(spans.map(([from, to]) => [from, to]))).toBe(trouble);
});

test('a further span never makes a good day bad', () => {
  const cuts = fc.uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 6 }).map((list) => list.toSorted((a, b) => a - b));
  fc.assert(fc.property(cuts, (list) => {
    const spans = Array.from({ length: Math.floor(list.length / 2) }, (_, i): [number, number] => [list[i * 2] ?? 0, list[i * 2 + 1] ?? 0]);
    const more = furtherSpan(spans);
    const all = more ? [...spans, more].toSorted((a, b) => a[0] - b[0]) : spans;
    expect(troubleIn(all)).toBeUndefined();
    expect(openMinutes(all)).toBeGreaterThanOrEqual(openMinutes(spans));
  }));
});

test('days in a row with one reason are one run, across the end of a month', () => {
  const holidays = withRun(withRun({}, '2026-09-29', '2026-10-02', '国庆节'), '2026-10-03', '2026-10-03', '中秋节');
  expect(runsOf(holidays)).toEqual([
    { from: '2026-09-29', to: '2026-10-02', days: 4, why: '国庆节' },
    { from: '2026-10-03', to: '2026-10-03', days: 1, why: '中秋节' },
  ]);
  expect(Object.keys(withoutDays(holidays, daysBetween('2026-09-29', '2026-10-02')))).toEqual(['2026-10-03']);
});

test('a day after a day is the next on the calendar, leap years too', () => {
  expect([nextDay('2028-02-28'), nextDay('2026-12-31'), weekdayOf('2026-10-04'), weekdayOf('2026-10-05')]).toEqual(['2028-02-29', '2027-01-01', 6, 0]);
});
