import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Filter } from '../ipc/bindings';
import { baseOf, blank, builtIn, cleared, facets, isSet, sameRecords, without } from './filter';
import { lastDay, openedBetween, openedWithin, spanOf, spans } from './opened';

const narrowed: Filter = { ...blank, shops: ['s1', 's2'], opened_after: 5, assignee: 'me', tags: ['涂层'], sort: 'newest' };

test('a facet says whether it narrows, and gives way without touching the others', () => {
  expect(facets.filter((facet) => isSet(narrowed, facet))).toEqual(['shops', 'opened', 'assignee', 'tags']);
  const left = without(narrowed, 'opened');
  expect([isSet(left, 'opened'), isSet(left, 'shops'), left.sort]).toEqual([false, true, 'newest']);
});

test('clearing goes back to what the view asks for and keeps the order', () => {
  expect(cleared({ ...narrowed, due_soon: true }, baseOf('due_soon'))).toEqual({ ...baseOf('due_soon'), sort: 'newest' });
});

test('two filters show the same records whatever the order of choices, spaces around words, or sorting', () => {
  expect(sameRecords(narrowed, { ...narrowed, shops: ['s2', 's1'], text: '  ', sort: null })).toBe(true);
  expect(sameRecords(narrowed, { ...narrowed, assignee: { staff: 'x' } })).toBe(false);
});

test('no two built-in views show the same records', () => {
  for (const a of builtIn) for (const b of builtIn) expect(sameRecords(baseOf(a), baseOf(b))).toBe(a === b);
});

describe('opened within', () => {
  const now = new Date(2026, 2, 29, 15, 34).getTime();

  test('each choice is recognised again later the same day, and not tomorrow', () => {
    for (const span of spans) {
      expect(spanOf(openedWithin(span, now), now + 3_600_000)).toBe(span);
      expect(spanOf(openedWithin(span, now), now + 86_400_000)).not.toBe(span);
    }
  });

  test('a range includes its last day and ends before the next', () => {
    const range = openedBetween(new Date(2026, 2, 1, 9).getTime(), now);
    expect(new Date(range.opened_after ?? 0)).toEqual(new Date(2026, 2, 1));
    expect(new Date(range.opened_before ?? 0)).toEqual(new Date(2026, 2, 30));
    expect(new Date(lastDay(range) ?? 0).getDate()).toBe(29);
  });

  test('every moment of the days chosen lies inside, whatever they are', () => {
    const moment = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });
    fc.assert(fc.property(moment, moment, (a, b) => {
      const [from, to] = a < b ? [a, b] : [b, a];
      const range = openedBetween(from, to);
      expect((range.opened_after ?? 0) <= from && to < (range.opened_before ?? 0)).toBe(true);
    }));
  });
});
