import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CheckItem, Me, TicketDetail } from '../../ipc/bindings';
import { setLang } from '../../kit/i18n';
import { singleKeys } from '../../kit/keys';
import { Refuse, testDesk, type Answers } from '../../test/desk';
import { aDetail, anEntry, aRow, opened } from './sample.test-data';
import { TicketPage } from './page';

setLang('zh');
configure({ asyncUtilTimeout: 8000 });
vi.setConfig({ testTimeout: 30_000 });
beforeEach(() => {
  singleKeys.set(true);
  window.innerWidth = 1920;
});
afterEach(() => vi.unstubAllGlobals());

const lin = { id: 'lin', name: '林晓雯', account: 'linxiaowen' };
const me: Me = {
  staff: lin, permissions: ['ticket.work', 'ticket.merge', 'ticket.delete'], organisation: '青禾生活', shop: null, shops: [], every_shop: true,
  must_change_password: false, has_pin: false, idle_lock_min: 0, undo_send_ms: 5000, preferences: {},
};
const line = (text: string, position: number, part: Partial<CheckItem> = {}): CheckItem => ({ text, done: false, required: false, position, done_by: null, done_at: null, ...part });

function show(part: Partial<TicketDetail> = {}, more: Answers = {}) {
  const desk = testDesk({
    'session.me': () => me, 'staff.cards': () => [lin], 'ticket_type.list': () => [], 'department.list': () => [{ id: 'supply', name: '供应链', shop: null, lead: null, archived: false, people: 3 }],
    'ticket.story': () => ({ entries: [anEntry, { ...anEntry, at: opened + 1, what: 'note', text: '记得登记批次号' }] }), 'ticket.move': () => ({}), 'ticket.checklist': () => ({}), 'ticket.update': () => ({}),
    ...more,
  });
  desk.show(<TicketPage of={{ ...aDetail, ...part }} />);
  return desk;
}

const press = (key: string, more: Partial<KeyboardEventInit> = {}) => fireEvent.keyDown(document.body, { key, ...more });

test('the story says who did what, a note stands apart', async () => {
  show();
  const story = await screen.findByRole('list', { name: '经过' });
  expect(within(story).getAllByRole('listitem').map((each) => each.textContent)).toContain('10:02林林晓雯 建单'.replace('林林', '林'));
  expect(within(story).getByText('内部备注')).toBeTruthy();
});

test('what must be done first holds the button and is named', async () => {
  const checklist = { a: line('登记批次号', 1, { required: true }) };
  show({ ticket: { ...aDetail.ticket, checklist }, open_points: ['「登记批次号」还没做'] });
  press('C', { shiftKey: true });
  const sheet = await screen.findByRole('dialog', { name: '解决 HZ07A-1842' });
  expect(sheet.textContent).toContain('「登记批次号」还没做');
  expect(within(sheet).getByRole('button', { name: /^解决/ })).toHaveProperty('disabled', true);
});

test('what may stay open is said, and resolving goes on anyway', async () => {
  const checklist = { a: line('拍照', 1) };
  const desk = show({ ticket: { ...aDetail.ticket, checklist }, open_points: ['「拍照」还没做'] });
  press('C', { shiftKey: true });
  const sheet = await screen.findByRole('dialog', { name: '解决 HZ07A-1842' });
  fireEvent.change(within(sheet).getByRole('textbox', { name: '怎么解决的' }), { target: { value: ' 换新一台 ' } });
  fireEvent.click(within(sheet).getByRole('button', { name: /就这样解决/ }));
  await waitFor(() => expect(desk.inputs('ticket.move')).toEqual([{ id: 't1', to: 'resolved', resolution: '换新一台', anyway: true }]));
});

test('only the states that may follow are offered', async () => {
  const desk = show();
  press('s');
  const list = await screen.findByRole('listbox', { name: '改状态' });
  expect(within(list).getAllByRole('option').map((each) => each.textContent)).toEqual(['等顾客', '等别处', '已解决']);
  fireEvent.click(within(list).getByRole('option', { name: '等别处' }));
  await waitFor(() => expect(desk.inputs('ticket.move').at(-1)).toMatchObject({ to: 'waiting_other' }));
});

test('a checklist line is ticked, and one is added for before resolving', async () => {
  const desk = show({ ticket: { ...aDetail.ticket, checklist: { a: line('拍照', 1) } } });
  fireEvent.click(await screen.findByRole('checkbox', { name: '拍照' }));
  fireEvent.click(screen.getByRole('button', { name: '加一步' }));
  const box = screen.getByRole('textbox', { name: '加一步' });
  fireEvent.change(box, { target: { value: '登记批次号' } });
  fireEvent.click(screen.getByRole('checkbox', { name: '解决前必做' }));
  fireEvent.keyDown(box, { key: 'Enter' });
  await waitFor(() => expect(desk.inputs('ticket.checklist').map(({ change }) => change)).toEqual([{ do: 'tick', key: 'a', done: true }, { do: 'add', text: '登记批次号', required: true }]));
});

test('the subject is rewritten in place, Escape leaves it', async () => {
  const desk = show();
  press('e');
  const box = await screen.findByRole('textbox', { name: '标题' });
  fireEvent.change(box, { target: { value: '涂层起泡' } });
  fireEvent.keyDown(box, { key: 'Escape' });
  press('e');
  fireEvent.change(screen.getByRole('textbox', { name: '标题' }), { target: { value: '涂层起泡，换新' } });
  fireEvent.keyDown(screen.getByRole('textbox', { name: '标题' }), { key: 'Enter' });
  await waitFor(() => expect(desk.inputs('ticket.update').map(({ subject }) => subject)).toEqual(['涂层起泡，换新']));
});

test('a merged ticket says where the work goes on and offers to undo, nothing else', async () => {
  const desk = show({ ticket: { ...aDetail.ticket, merged_into: 't2', state: 'closed' }, merged_into: aRow }, { 'ticket.unmerge': () => ({}) });
  expect((await screen.findByRole('link', { name: 'HZ07A-1839' })).getAttribute('href')).toBe('/tickets/t2');
  expect(screen.queryByRole('button', { name: /改状态/ })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: '撤销合并' }));
  await waitFor(() => expect(desk.inputs('ticket.unmerge')).toEqual([{ id: 't1' }]));
});

test('deleting needs the number copied by hand', async () => {
  const desk = show({}, { 'ticket.delete': () => ({}) });
  fireEvent.click(await screen.findByRole('button', { name: '更多' }));
  fireEvent.click(await screen.findByText('删掉这一单'));
  const sheet = await screen.findByRole('dialog', { name: '删掉 HZ07A-1842' });
  fireEvent.change(within(sheet).getByRole('textbox'), { target: { value: 'HZ07A-1842' } });
  fireEvent.click(within(sheet).getByRole('button', { name: '删掉这一单' }));
  await waitFor(() => expect(desk.places.at(-1)).toBe('/tickets'));
});

test('a hand-over asks for what is missing and keeps what was written when folded', async () => {
  const desk = show({}, { 'ticket.hand_over': () => { throw new Refuse('工单已经在那里，换个部门或换个人'); } });
  press('h');
  const pane = await screen.findByRole('region', { name: '转交' });
  expect(pane.textContent).toContain('先选部门');
  fireEvent.change(within(pane).getByRole('textbox', { name: '请他们做什么' }), { target: { value: '查批次' } });
  fireEvent.click(within(pane).getAllByRole('button', { name: '收起，写的留着' })[0] ?? pane);
  press('h');
  const again = await screen.findByRole('region', { name: '转交' });
  expect(within(again).getByRole('textbox', { name: '请他们做什么' })).toHaveProperty('value', '查批次');
  expect(desk.inputs('ticket.hand_over')).toEqual([]);
});

test('where there is no room the facts are tabs', async () => {
  window.innerWidth = 1366;
  show({ ticket: { ...aDetail.ticket, checklist: { a: line('拍照', 1) } } });
  expect(screen.queryByRole('region', { name: '工单的资料' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: /^清单/ }));
  expect(await screen.findByRole('checkbox', { name: '拍照' })).toBeTruthy();
});
