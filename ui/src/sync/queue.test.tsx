import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { ConflictRow, HubState, ToldRow, WaitingRow } from '../ipc/bindings';
import { setLang } from '../kit/i18n';
import { UnsentDot } from '../kit/unsent';
import { Refuse, testDesk, type Answers } from '../test/desk';
import { closeQueue, openQueue, useFollowUnsent, useHub } from './hub';
import { LeaveSheet } from './leave-sheet';
import { QueueSheet } from './queue-sheet';

beforeAll(() => setLang('zh'));
beforeEach(closeQueue);
afterEach(() => vi.unstubAllGlobals());

const li = { id: 's1', name: '李雷', account: 'lilei' };
const han = { id: 's2', name: '韩梅', account: 'hanmei' };
const at = new Date(2026, 10, 27, 9, 12).getTime();
const write = { device: '000000000000000a', seq: 7 };

function hub(of: Partial<HubState> = {}): HubState {
  return { url: 'https://hub', line: 'connected', waiting: 0, oldest: 0, refused: 0, device: '01', clock_off_ms: 0, since: 0, trouble: '', ...of };
}

const waiting: WaitingRow = { noun: 'ticket', id: 't1', title: 'HZ01A-1 杯子漏水', who: li, since: at, at, changes: 2 };
const told: ToldRow = { noun: 'ticket', id: 't2', title: 'HZ01A-2 换货', who: li, at, reason: 'claimed', holder: han, writes: [write] };
const conflict: ConflictRow = {
  noun: 'ticket', id: 't1', title: 'HZ01A-1 杯子漏水', field: 'subject', key: '', label: '标题', text: '杯底漏水', who: han, at, both: '杯底漏水 / 杯盖漏水',
  lost: [{ text: '杯盖漏水', who: li, at, write }],
};

function desk(of: Partial<HubState>, more: Answers = {}) {
  return testDesk({
    'hub.state': () => hub(of),
    'hub.waiting': () => ({ rows: [], records: 0, changes: 0 }),
    'hub.told': () => [],
    'conflict.list': () => ({ rows: [], total: 0 }),
    ...more,
  });
}

test('what waits is listed by record, with a way to it and a way to try at once', async () => {
  const list = { rows: [waiting, { ...waiting, id: 'c9', noun: 'customer' as const, title: null, changes: 1 }], records: 5, changes: 9 };
  const here = desk({ waiting: 9, oldest: Date.now() - 125_000 }, { 'hub.waiting': () => list, 'hub.try_now': () => ({}) });
  openQueue();
  here.show(<QueueSheet />);
  const link = await screen.findByRole('link', { name: 'HZ01A-1 杯子漏水' });
  expect(link.getAttribute('href')).toBe('/tickets/t1');
  expect(screen.getByText('2 次改动')).toBeDefined();
  expect(screen.getByText('不在您的门店，或已离开这台机器')).toBeDefined();
  expect(screen.getByText('另有 3 条没有列出来')).toBeDefined();
  expect(screen.getByRole('tab', { name: '待发 9' })).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: '现在试' }));
  expect(here.inputs('hub.try_now')).toEqual([{}]);
});

test('an empty queue says so on every tab', async () => {
  const here = desk({});
  openQueue();
  here.show(<QueueSheet />);
  expect(await screen.findByText('都传到总部了')).toBeDefined();
  await userEvent.click(screen.getByRole('tab', { name: '没有被接受' }));
  expect(await screen.findByText('没有被退回的改动')).toBeDefined();
  await userEvent.click(screen.getByRole('tab', { name: '两边都改过' }));
  expect(await screen.findByText('没有要定的')).toBeDefined();
});

test('what was not accepted says why and what to do, and is read one by one or all at once', async () => {
  const here = desk({ refused: 1 }, { 'hub.told': () => [told], 'hub.seen': () => ({}) });
  openQueue('told');
  here.show(<QueueSheet />);
  expect(await screen.findByText(/韩梅 先接了/)).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: '知道了' }));
  await userEvent.click(screen.getByRole('button', { name: '都知道了' }));
  expect(here.inputs('hub.seen')).toEqual([{ writes: [write] }, { writes: [] }]);
});

test('each choice about a conflict says what was on the screen', async () => {
  const here = desk({}, { 'conflict.list': () => ({ rows: [conflict], total: 1 }), 'conflict.decide': () => ({}) });
  openQueue('conflicts');
  here.show(<QueueSheet />);
  const stands = within(await screen.findByRole('region', { name: '现在的' }));
  expect(stands.getByText('杯底漏水')).toBeDefined();
  const other = within(screen.getByRole('region', { name: '另一份' }));
  expect(other.getByText('杯盖漏水')).toBeDefined();
  for (const name of ['保持现在的', '换回这一个', '两个都留']) {
    await waitFor(() => expect(screen.getByRole<HTMLButtonElement>('button', { name }).disabled).toBe(false));
    await userEvent.click(screen.getByRole('button', { name }));
  }
  const asked = { id: 't1', noun: 'ticket', field: 'subject', key: '', saw: [write] };
  expect(here.inputs('conflict.decide')).toEqual([
    { ...asked, choice: { do: 'keep' } },
    { ...asked, choice: { do: 'restore', write } },
    { ...asked, choice: { do: 'both' } },
  ]);
});

test('where only one can be true, both are not offered, and a refusal is told', async () => {
  const refuse = () => { throw new Refuse('这一项刚刚有人定过了'); };
  const here = desk({}, { 'conflict.list': () => ({ rows: [{ ...conflict, both: null, text: null }], total: 1 }), 'conflict.decide': refuse });
  openQueue('conflicts');
  here.show(<QueueSheet />);
  await userEvent.click(await screen.findByRole('button', { name: '换回这一个' }));
  expect(await screen.findByText('这一项刚刚有人定过了')).toBeDefined();
  expect(screen.queryByRole('button', { name: '两个都留' })).toBeNull();
  expect(screen.getByText('空着')).toBeDefined();
});

test('a desk without a hub has no queue and asks for none', async () => {
  const here = desk({ line: 'alone' });
  openQueue();
  here.show(<QueueSheet />);
  await waitFor(() => expect(here.inputs('hub.state')).toHaveLength(1));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(here.inputs('conflict.list')).toEqual([]);
});

test('it opens by keyboard', async () => {
  const here = desk({});
  here.show(<QueueSheet />);
  await waitFor(() => expect(here.inputs('conflict.list')).toHaveLength(1));
  await userEvent.keyboard('gq');
  expect(await screen.findByRole('dialog', { name: '同步队列' })).toBeDefined();
});

function Dots() {
  useFollowUnsent(useHub());
  return <><UnsentDot id="t1" /><UnsentDot id="t2" /></>;
}

test('a dot stands only on what has not reached head office', async () => {
  const here = desk({ waiting: 1 }, { 'hub.unsent': () => ['t1'] });
  here.show(<Dots />);
  expect(await screen.findAllByRole('img', { name: '还没有传到总部' })).toHaveLength(1);
});

test('whoever leaves with something unsent may wait for it and is then signed out', async () => {
  let left = 3;
  const here = desk({}, { 'hub.state': () => hub({ waiting: left }), 'hub.try_now': () => ({}) });
  const [leave, stay] = [vi.fn(), vi.fn()];
  here.show(<LeaveSheet onLeave={leave} onStay={stay} />);
  expect(await screen.findByText('还有 3 条没有传到总部')).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: '传完再退出' }));
  expect(await screen.findByText(/还剩 3 条/)).toBeDefined();
  expect(leave).not.toHaveBeenCalled();
  left = 0;
  await waitFor(() => expect(leave).toHaveBeenCalledOnce());
  expect(stay).not.toHaveBeenCalled();
});

test('whoever leaves may also stay, or go at once', async () => {
  const here = desk({ waiting: 3, line: 'offline' });
  const [leave, stay] = [vi.fn(), vi.fn()];
  here.show(<LeaveSheet onLeave={leave} onStay={stay} />);
  expect(await screen.findByText(/现在连不上总部/)).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: '先不退出' }));
  await userEvent.click(screen.getByRole('button', { name: '现在退出' }));
  expect([stay, leave].map((each) => each.mock.calls.length)).toEqual([1, 1]);
});
