import { expect, test } from 'vitest';
import type { CannedReply } from '../ipc/bindings';
import { byShortcut } from './use-choices';

const reply = (shortcut: string): CannedReply => ({ id: shortcut, title: shortcut, shortcut, body: '', attachments: [], shop: null, owner: null, archived: false, category: null });
const order = (query: string) => byShortcut(['hx1', 'fp', 'hxbx', 'HX'].map(reply), query).map(({ shortcut }) => shortcut);

test('the reply whose shortcut was typed whole comes first, then those it begins, the rest as the desk found them', () => {
  expect(order('hx')).toEqual(['HX', 'hx1', 'hxbx', 'fp']);
  expect(order('x')).toEqual(['hx1', 'fp', 'hxbx', 'HX']);
  expect(order('')).toEqual(['hx1', 'fp', 'hxbx', 'HX']);
});
