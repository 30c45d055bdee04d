import { expect, test } from 'vitest';
import type { View } from '../ipc/bindings';
import { blank } from './filter';
import { repositioned } from './view-rows';

const view = (id: string, position: number, shared = false): View => ({ id, name: id, of: 'ticket', filter: blank, owner: null, shared, columns: [], position, shop: null });

test('only views whose place changed are written, each with its new place', () => {
  const moved = [view('b', 1), view('a', 0), view('c', 2)];
  expect(repositioned(moved, () => true).map(({ id, position }) => [id, position])).toEqual([['b', 0], ['a', 1]]);
});

test('a shared view stays where it is for someone who may not write it', () => {
  expect(repositioned([view('b', 1, true), view('a', 0)], (each) => !each.shared).map(({ id }) => id)).toEqual(['a']);
});
