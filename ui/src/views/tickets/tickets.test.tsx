import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ListTickets, Me, TicketRow } from '../../ipc/bindings';
import { setLang } from '../../kit/i18n';
import { singleKeys } from '../../kit/keys';
import { testDesk, type Answers } from '../../test/desk';
import { blank } from '../../view/filter';
import { aRow } from '../ticket/sample.test-data';
import TicketList from '.';
import { go } from './place';

setLang('zh');
configure({ asyncUtilTimeout: 8000 });
vi.setConfig({ testTimeout: 30_000 });
beforeEach(() => {
  singleKeys.set(true);
  go({ tab: 'all', filter: { ...blank, sort: 'updated' }, row: undefined });
});
afterEach(() => vi.unstubAllGlobals());

const lin = { id: 'lin', name: '林晓雯', account: 'linxiaowen' };
const me: Me = {
  staff: lin, permissions: ['ticket.work', 'ticket.merge', 'shared.words'], organisation: '青禾生活', shop: { id: 's', code: 'HZ07', name: '杭州滨江店' },
  shops: [{ id: 's', code: 'HZ07', name: '杭州滨江店' }, { id: 's2', code: 'HZ03', name: '杭州武林店' }], every_shop: true, must_change_password: false, has_pin: false, idle_lock_min: 0, undo_send_ms: 5000, preferences: {},
};
const rows: TicketRow[] = ['空气炸锅涂层起泡', '净水器漏水', '发票抬头', '电热毯异味'].map((subject, i) => ({ ...aRow, id: `t${i}`, number: `HZ07A-180${i}`, subject, assignee: i === 1 ? null : lin }));

function show(more: Answers = {}) {
  const desk = testDesk(
    {
      'session.me': () => me, 'staff.cards': () => [lin, { id: 'wang', name: '王磊', account: 'wanglei' }], 'view.list': () => [], 'department.list': () => [], 'ticket_type.list': () => [],
      'ticket.counts': () => [{ key: 'all', count: 1284, late: 0 }, { key: 'due_soon', count: 3, late: 1 }],
      'ticket.list': ({ filter }: ListTickets) => {
        const found = rows.filter((row) => row.subject.includes(filter.text) && (filter.assignee !== 'nobody' || !row.assignee));
        return { rows: found, total: found.length };
      },
      'session.set_preference': () => ({}),
      ...more,
    },
    '/tickets',
  );
  desk.show(<TicketList />);
  return desk;
}

const press = (key: string, more: Partial<KeyboardEventInit> = {}) => fireEvent.keyDown(document.body, { key, ...more });
const lines = () => screen.findAllByRole('gridcell', { name: /HZ07A/ });
const ticked = () => screen.getAllByRole('row').filter((row) => row.ariaSelected === 'true').map((row) => within(row).getByText(/HZ07A/).textContent);

test('the list shows its rows, the views with their counts, and what is loaded', async () => {
  show();
  await lines();
  expect(screen.getByRole('button', { name: /全部/ }).textContent).toBe('全部1,284');
  expect(screen.getByText('共 4 单')).toBeTruthy();
  expect(screen.getAllByText('未分配').length).toBeGreaterThan(0);
});

test('j moves, x ticks, shift x reaches from there, Escape clears', async () => {
  show();
  await lines();
  press('j');
  press('x');
  press('j');
  press('j');
  press('X', { shiftKey: true });
  expect(ticked()).toEqual(['HZ07A-1800', 'HZ07A-1801', 'HZ07A-1802']);
  expect(screen.getByRole('toolbar').textContent).toContain('已选 3 单');
  press('Escape');
  expect(screen.queryByRole('toolbar')).toBeNull();
});

test('Enter on the grid opens the row, and going back finds the place', async () => {
  const desk = show();
  await lines();
  const grid = screen.getByRole('grid');
  fireEvent.keyDown(grid, { key: 'ArrowDown' });
  fireEvent.keyDown(grid, { key: 'ArrowDown' });
  fireEvent.keyDown(grid, { key: 'Enter' });
  expect(desk.places.at(-1)).toBe('/tickets/t1');
  expect(grid.getAttribute('aria-activedescendant')).toBeTruthy();
});

test('a bulk action says who was refused and why, and can leave only those ticked', async () => {
  const desk = show({ 'ticket.bulk': () => ({ done: 1, refused: [{ id: 't1', why: '「批次号」还没登记' }] }) });
  await lines();
  for (const box of screen.getAllByRole('checkbox', { name: /选中 HZ07A-180[01]/ })) await userEvent.click(box);
  press('p');
  fireEvent.keyDown(await screen.findByRole('combobox', { name: '改级别' }), { key: 'Enter' });
  const outcome = await screen.findByRole('dialog', { name: '1 单改好，1 单没改' });
  expect(outcome.textContent).toContain('「批次号」还没登记');
  expect(desk.inputs('ticket.bulk')).toEqual([{ ids: ['t0', 't1'], action: { do: 'priority', to: 'urgent' } }]);
  fireEvent.click(within(outcome).getByRole('button', { name: '只留没改的' }));
  await waitFor(() => expect(ticked()).toEqual(['HZ07A-1801']));
});

test('turning to a view asks for its filter and drops what was ticked', async () => {
  const desk = show();
  await lines();
  press('j');
  press('x');
  fireEvent.click(screen.getByRole('button', { name: /^未分配/ }));
  await waitFor(() => expect(desk.inputs('ticket.list').at(-1)?.filter).toMatchObject({ assignee: 'nobody', live_only: true }));
  await screen.findByText('共 1 单');
  expect(screen.queryByRole('toolbar')).toBeNull();
});

test('words narrow the list after a breath; nothing found says how to go on', async () => {
  show();
  await lines();
  fireEvent.change(screen.getByRole('searchbox', { name: '在列表里找' }), { target: { value: '冰箱' } });
  await screen.findByText('没有符合的工单');
  fireEvent.click(screen.getByRole('button', { name: '清除条件' }));
  await screen.findByText('共 4 单');
});

test('the head of a column changes the order', async () => {
  const desk = show();
  await lines();
  fireEvent.click(screen.getByRole('button', { name: '时限' }));
  await waitFor(() => expect(desk.inputs('ticket.list').at(-1)?.filter.sort).toBe('urgent'));
  expect(screen.getByRole('columnheader', { name: '时限' }).getAttribute('aria-sort')).toBe('descending');
});

test('merging says which ticket stays', async () => {
  const desk = show({ 'ticket.merge': () => ({}) });
  await lines();
  for (const box of screen.getAllByRole('checkbox', { name: /选中 HZ07A-180[02]/ })) await userEvent.click(box);
  press('m');
  const sheet = await screen.findByRole('dialog', { name: '把 2 单并成一单' });
  fireEvent.click(within(sheet).getByRole('radio', { name: /1802/ }));
  fireEvent.click(within(sheet).getByRole('button', { name: '并进 HZ07A-1802' }));
  await waitFor(() => expect(desk.inputs('ticket.merge')).toEqual([{ into: 't2', ids: ['t0'] }]));
});

test('what the desk refuses is shown in its own words', async () => {
  show({ 'ticket.list': () => { throw new Error('x'); } });
  expect((await screen.findByRole('alert')).textContent).toContain('x');
});
