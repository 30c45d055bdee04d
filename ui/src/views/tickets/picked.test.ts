import fc from 'fast-check';
import { expect, test } from 'vitest';
import { none, stretched, toggled } from './picked';

const order = ['a', 'b', 'c', 'd', 'e'];

test('ticking twice is not ticking', () => {
  fc.assert(fc.property(fc.constantFrom(...order), fc.subarray(order), (id, some) => {
    expect(toggled(toggled(new Set(some), id), id)).toEqual(new Set(some));
  }));
});

test('a range reaches both ways and keeps what was ticked', () => {
  expect([...stretched(new Set(['e']), order, 'b', 'd')].toSorted()).toEqual(['b', 'c', 'd', 'e']);
  expect([...stretched(none, order, 'd', 'b')].toSorted()).toEqual(['b', 'c', 'd']);
});

test('without a place to reach from, a range is the row itself', () => {
  expect([[...stretched(none, order, undefined, 'c')], [...stretched(none, order, 'gone', 'c')]]).toEqual([['c'], ['c']]);
});
