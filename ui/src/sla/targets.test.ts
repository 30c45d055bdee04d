import { expect, test } from 'vitest';
import { filled, isReadable, UNREAD } from './targets';

const target = (first: number | null) => ({ first_reply_min: first, next_reply_min: null, resolve_min: null });

test('a priority without any target is left out of what is saved', () => {
  expect(Object.keys(filled({ low: target(null), high: target(30) }))).toEqual(['high']);
});

test('one cell that cannot be read keeps the policy from being saved', () => {
  expect([isReadable({ low: target(null), high: target(30) }), isReadable({ high: target(UNREAD) })]).toEqual([true, false]);
});
