import { expect, test } from 'vitest';
import type { View } from '../../ipc/bindings';
import { baseOf, blank } from '../../view/filter';
import { filterOf, neighboursIn } from './place';

const view: View = { id: 'v1', name: '涂层', of: 'ticket', filter: { ...blank, tags: ['涂层'], sort: 'oldest' }, owner: null, shared: false, columns: [], position: 0, shop: null };

test('a view brings its own filter and order, one that is gone shows all', () => {
  expect(filterOf('v1', [view])).toEqual(view.filter);
  expect(filterOf('watching', [])).toEqual({ ...baseOf('watching'), sort: 'updated' });
  expect(filterOf('mine', []).sort).toBe('urgent');
  expect(filterOf('gone', [view])).toEqual({ ...blank, sort: 'updated' });
});

test('a ticket knows its neighbours in the list it was opened from', () => {
  const order = { view: { name: '全部' }, ids: ['a', 'b', 'c'], total: 1284 };
  const said = (id: string) => {
    const { at, previous, next, total } = neighboursIn(order, id);
    return `${at}/${total} ${previous ?? '-'} ${next ?? '-'}`;
  };
  expect(['a', 'b', 'c', 'x'].map(said)).toEqual(['1/1284 - b', '2/1284 a c', '3/1284 b -', '0/1284 - -']);
});
