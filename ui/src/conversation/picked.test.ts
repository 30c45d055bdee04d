import { expect, it } from 'vitest';
import { none, stillThere, toggle, upTo } from './picked';

const order = ['a', 'b', 'c', 'd'];

it('ticks, unticks and ticks a stretch in either direction', () => {
  expect([...toggle(toggle(none, 'a'), 'b')]).toEqual(['a', 'b']);
  expect([...toggle(new Set(['a']), 'a')]).toEqual([]);
  expect([...upTo(new Set(['d']), order, 'd', 'b')].sort()).toEqual(['b', 'c', 'd']);
  expect([...upTo(none, order, undefined, 'c')]).toEqual(['c']);
});

it('never keeps a row that left the list', () => {
  expect([...stillThere(new Set(['a', 'x']), order)]).toEqual(['a']);
  const picked = new Set(['a']);
  expect(stillThere(picked, order)).toBe(picked);
});
