import { expect, test } from 'vitest';
import type { Found } from '../../ipc/bindings';
import type { Registered } from '../../kit/keys';
import { childItems, commandGroups, foundGroups } from './items';

const run = () => undefined;
const registered: Registered[] = [
  { scope: { id: 'anywhere', title: '到处', order: 0 }, keys: [{ key: 'd', label: '深色、浅色', also: 'dark', run }, { key: 'j', label: '下一条', run, notInPalette: true }] },
  { scope: { id: 'ticket', title: '对 HZ07A-1842', order: 3 }, keys: [{ key: 's', label: '改状态', run, children: () => [{ label: '已解决', run }] }, { key: 'x', label: '合并', run, disabled: true }] },
];
const names = (groups: ReturnType<typeof commandGroups>) => groups.map((group) => [group.title, ...group.items.map((item) => item.label)]);

test('the commands of the screen come before those that work everywhere', () => {
  expect(names(commandGroups(registered, ''))).toEqual([['对 HZ07A-1842', '改状态'], ['到处', '深色、浅色']]);
});

test('typing narrows, also by what a command is otherwise called, and marks the letters', () => {
  expect(names(commandGroups(registered, 'dark'))).toEqual([['到处', '深色、浅色']]);
  expect(commandGroups(registered, '状态')[0]?.items[0]?.marks).toEqual([[1, 3]]);
});

test('a command leads to its children', () => {
  expect(childItems(commandGroups(registered, '状')[0]?.items[0]?.children?.() ?? [], '解').map((item) => item.label)).toEqual(['已解决']);
});

test('records stand by kind in the order of their best hit; messages stand with conversations', () => {
  const hit = (noun: Found['noun'], id: string): Found => ({ noun, id, parent: null, title: { text: id, marks: [] }, snippet: { text: '', marks: [] }, why: [], meaning: null, detail: '详', at: 0 });
  const gone: string[] = [];
  const groups = foundGroups([hit('message', 'm'), hit('ticket', 't'), hit('conversation', 'c'), hit('shop', 's')], (kind) => kind, (found) => gone.push(found.id));
  expect(names(groups)).toEqual([['conversation', 'm', 'c'], ['ticket', 't']]);
  groups[1]?.items[0]?.run?.();
  expect(gone).toEqual(['t']);
});

test('a record says its number with the digits that found it marked, then the words that matched; a message is its words', () => {
  const found: Found = { noun: 'ticket', id: 't', parent: null, title: { text: '换货', marks: [] }, snippet: { text: '涂层起泡', marks: [[0, 2]] }, why: ['hz', 'ｈｚ02a', '涂层'], meaning: null, detail: 'HZ02A-406', at: 0 };
  const [ticket] = foundGroups([found], (kind) => kind, run);
  expect(ticket?.items[0]).toMatchObject({ label: '换货', hint: 'HZ02A-406 · 涂层起泡', hintMarks: [[0, 5], [12, 14]] });
  const [message] = foundGroups([{ ...found, noun: 'message', title: { text: '', marks: [] }, detail: '' }], (kind) => kind, run);
  expect(message?.items[0]).toMatchObject({ label: '涂层起泡', marks: [[0, 2]] });
});
