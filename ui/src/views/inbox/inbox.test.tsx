import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ListConversations } from '../../ipc/bindings';
import { conversation, detail, lin, me, row, shop } from '../../conversation/sample';
import { forgetAll } from '../../draft/kept';
import { setLang } from '../../kit/i18n';
import { said } from '../../message/sample';
import { Refuse, testDesk, type Answers } from '../../test/desk';
import Inbox from '.';

setLang('zh');
beforeEach(forgetAll);
afterEach(() => vi.unstubAllGlobals());

// jsdom lays nothing out, and the editor asks where the caret is
Range.prototype.getClientRects = () => Object.assign([], { item: () => null });
Range.prototype.getBoundingClientRect = () => new DOMRect();

const rows = [row('c1', '周敏', { preview: '要带盒子吗', unread: 1 }), row('c2', '吴建国', { preview: '漏水' }), row('c3', '沈佳怡', { preview: '发票' })];

function shop_(more: Answers = {}, path = '/inbox') {
  const desk = testDesk(
    {
      'session.me': () => me,
      'staff.cards': () => [lin],
      'view.list': () => [],
      'conversation.counts': () => ({ views: [{ key: 'unassigned', count: 5, late: 0 }, { key: 'ended_today', count: 41, late: 0 }], channels: [], saved: [] }),
      'conversation.list': ({ text }: ListConversations) => {
        const shown = rows.filter((each) => !text || each.title.includes(text));
        return { rows: shown, total: shown.length };
      },
      'conversation.get': ({ id }) => detail(id, { unread: id === 'c1' ? 1 : 0, conversation: conversation(id, { channel: id === 'c2' ? 'counter' : 'web' }) }),
      'conversation.messages': ({ id }) => ({ messages: [said(`${id} 的话`, { at: 1 })], more: false }),
      'conversation.mark': () => ({}),
      'conversation.end': () => ({}),
      'conversation.claim': () => ({}),
      'conversation.say': () => ({ message: 'm', held_until: null }),
      'conversation.hear': () => ({ id: 'm' }),
      'knowledge.for_conversation': () => [],
      'assist.look': () => ({ about: null, intent: null, entities: [], marks: [], ticket: null, articles: [], similar: [], reply: null, plain: false, took_ms: 1 }),
      'speech.state': () => ({ microphones: [], loudspeakers: [], can_hear: true, can_speak: true }),
      'ticket_type.list': () => [],
      'draft.save': () => ({}),
      ...more,
    },
    path,
  );
  desk.show(<Inbox />);
  return desk;
}

const press = (key: string, more: Partial<KeyboardEventInit> = {}) => fireEvent.keyDown(document.body, { key, ...more });
const options = () => screen.findAllByRole('option');

it('walks the list by j and k, and the address follows', async () => {
  const desk = shop_();
  await options();
  press('j');
  await screen.findByText('c1 的话');
  press('j');
  await screen.findByText('c2 的话');
  press('k');
  await waitFor(() => expect(desk.places).toEqual(['/inbox', '/inbox/waiting/c1', '/inbox/waiting/c2', '/inbox/waiting/c1']));
});

it('marks a conversation read once it was looked at', async () => {
  const desk = shop_({}, '/inbox/waiting/c1');
  await waitFor(() => expect(desk.inputs('conversation.mark')).toEqual([{ id: 'c1', read: true }]));
});

it('leaves what a person set to unread as it is, though they still look at it', async () => {
  const desk = shop_({}, '/inbox/waiting/c1');
  await screen.findByText('c1 的话');
  press('u');
  await act(() => new Promise((done) => setTimeout(done, 900)));
  expect(desk.inputs('conversation.mark')).toEqual([{ id: 'c1', read: false }]);
});

it('ends and goes on to the next, and stays when the desk refuses', async () => {
  const desk = shop_({ 'conversation.end': ({ id }) => { if (id === 'c2') throw new Refuse('还有一条没发出去，发完再结束。'); return {}; } }, '/inbox/waiting/c1');
  await screen.findByText('c1 的话');
  press('E', { shiftKey: true });
  await screen.findByText('c2 的话');
  press('E', { shiftKey: true });
  await screen.findByText('还有一条没发出去，发完再结束。');
  expect([desk.inputs('conversation.end'), desk.places.at(-1)]).toEqual([[{ id: 'c1' }, { id: 'c2' }], '/inbox/waiting/c2']);
});

it('writes down at the counter what the customer said, as the customer’s', async () => {
  const desk = shop_({}, '/inbox/waiting/c2');
  fireEvent.click(await screen.findByRole('radio', { name: '记顾客的话' }));
  const box = screen.getByRole('textbox', { name: '写记顾客的话' });
  act(() => {
    box.innerHTML = '<p>锅起泡了</p>';
  });
  await waitFor(() => expect((screen.getByRole('button', { name: '记下' }) as HTMLButtonElement).disabled).toBe(false));
  fireEvent.click(screen.getByRole('button', { name: '记下' }));
  await waitFor(() => expect(desk.inputs('conversation.hear')).toEqual([{ id: 'c2', text: '锅起泡了', attachments: [], transcript: null }]));
  expect(desk.inputs('conversation.say')).toEqual([]);
});

it('takes the very next letter after R into the box, not as a key', async () => {
  const desk = shop_({}, '/inbox/waiting/c1');
  await screen.findByText('c1 的话');
  const box = await screen.findByRole('textbox', { name: '写回复顾客' });
  press('r');
  expect(document.activeElement).toBe(box);
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'e' });
  expect(desk.inputs('conversation.end')).toEqual([]);
});

it('searches the list as one types, and says so when nothing fits', async () => {
  shop_();
  await options();
  press('/');
  const search = screen.getByRole('searchbox', { name: '在列表里找' });
  expect(document.activeElement).toBe(search);
  fireEvent.change(search, { target: { value: '吴' } });
  await waitFor(async () => expect((await options()).map((option) => within(option).getByText(/周敏|吴建国|沈佳怡/).textContent)).toEqual(['吴建国']));
  fireEvent.change(search, { target: { value: '没有' } });
  await screen.findByText('没有找到「没有」');
});

it('acts on the ticked ones at once, and says how many the rules kept back', async () => {
  const desk = shop_({ 'conversation.bulk': () => ({ done: 1, refused: [{ id: 'c2', why: '还有一条没发出去' }] }) }, '/inbox/waiting/c1');
  await options();
  press('x');
  press('j');
  await screen.findByText('c2 的话');
  press('X', { shiftKey: true });
  const bar = await screen.findByRole('toolbar', { name: '批量操作' });
  within(bar).getByText('选了 2 个');
  fireEvent.click(within(bar).getByRole('button', { name: '结束' }));
  await screen.findByText('1 个没办：还有一条没发出去');
  expect(desk.inputs('conversation.bulk')).toEqual([{ ids: ['c1', 'c2'], action: { do: 'end' } }]);
});

it('says the day’s waiting is over, and takes the next that nobody has', async () => {
  const desk = shop_({
    'conversation.list': ({ view }) => (view === 'unassigned' ? { rows: [row('c7', '孙立', { assignee: null, shop })], total: 5 } : { rows: [], total: 0 }),
  });
  await screen.findByText('都回完了，歇一口气');
  expect([screen.getByText('今天结束了 41 个会话。'), screen.getByText('门店还有 5 个没人接的会话。'), screen.getByText('没有等您回的会话')]).toHaveLength(3);
  press('g');
  press('n');
  await screen.findByText('c7 的话');
  expect(desk.inputs('conversation.claim')).toEqual([{ id: 'c7' }]);
});

it('shows the rule instead of the list when the person may not work here', async () => {
  shop_({ 'conversation.list': () => { throw new Refuse('看会话要有「接待」权限，找店长开。', 'forbidden'); } });
  expect((await screen.findByRole('alert')).textContent).toBe('看会话要有「接待」权限，找店长开。');
});
