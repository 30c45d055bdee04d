import { expect, test } from 'vitest';
import { variables } from './variables';
import { mayChange, reachOf, saidAs } from './reach';

test.each([
  [{ owner: 'me', shop: null }, 'me'],
  [{ owner: null, shop: 's1' }, 'shop'],
  [{ owner: null, shop: null }, 'all'],
])('%j reaches %s, and is told to the desk as it was', (shared, reach) => {
  expect(reachOf(shared)).toBe(reach);
  expect(saidAs(reachOf(shared), shared.shop)).toEqual({ private: shared.owner !== null, shop: shared.shop });
});

test('going back to everyone drops the shop that was chosen before', () => {
  expect(saidAs('all', 's1')).toEqual({ private: false, shop: null });
});

test('without the right to share, only one’s own may be changed', () => {
  expect([mayChange({ owner: 'me', shop: null }, false), mayChange({ owner: null, shop: 's1' }, false), mayChange({ owner: null, shop: null }, true)]).toEqual([true, false, true]);
});

test('every variable has a name of its own', () => {
  expect(new Set(variables).size).toBe(13);
});
