import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byOrder, moved } from './moved';

test('an item goes where it was put and the others keep their order', () => {
  expect(moved(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
  expect(moved(['a', 'b', 'c', 'd'], 3, 0)).toEqual(['d', 'a', 'b', 'c']);
});

test('a place that does not exist changes nothing', () => {
  expect(moved(['a', 'b'], 0, 2)).toEqual(['a', 'b']);
  expect(moved(['a', 'b'], 5, 0)).toEqual(['a', 'b']);
});

test('moving there and back gives the list one had', () => {
  fc.assert(fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 12 }), fc.nat(), fc.nat(), (list, a, b) => {
    const [from, to] = [a % list.length, b % list.length];
    expect(moved(moved(list, from, to), to, from)).toEqual(list);
  }));
});

test('a given order holds for those it names; newcomers follow as they were', () => {
  expect(byOrder(['c', 'x', 'a', 'b', 'y'], ['a', 'b', 'c'], String)).toEqual(['a', 'b', 'c', 'x', 'y']);
  expect(byOrder(['b', 'a'], [], String)).toEqual(['b', 'a']);
});
