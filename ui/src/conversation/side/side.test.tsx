import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import type { ArticleHit, Assist, ConversationDetail, CustomerDetail, TicketType } from '../../ipc/bindings';
import { setLang } from '../../kit/i18n';
import { Refuse, testDesk, type Answers } from '../../test/desk';
import { conversation, customer, detail, me, shop } from '../sample';
import { Side, type SideTab } from './side';

setLang('zh');
afterEach(() => vi.unstubAllGlobals());

const zhou = customer('k1', '周敏', { tier: 'silver', phone: '137****6208', tags: ['母婴'] });
const card: CustomerDetail = {
  card: zhou, identities: [{ key: 'p1', kind: 'phone', shown: '137****6208' }], member_since: null, birthday: null, gender: null, address: null, notes: null, consent: {}, fields: {}, home_shop: shop,
  points: 8420, spent_year_cents: 328_612, language: null, merged: [], stats: { conversations: 26, tickets: 4, open_tickets: 1, rating_average: 4.75, ratings: 5, shops_visited: 3, last_seen_at: 0 },
};
const hit: ArticleHit = {
  article: { id: 'a1', title: '小家电换新细则', category: null, category_path: '', state: 'published', version: 7, updated_at: 0, excerpt: '', tags: [], has_draft: false },
  title: { text: '小家电换新细则', marks: [] }, snippet: { text: '…及配件。凭会员手机号即可换新。', marks: [[6, 11]] }, strength: 3, why: ['起泡', '盒子'], meaning: 62, heading: null,
};
const nothing: Assist = { about: null, intent: null, entities: [], marks: [], ticket: null, articles: [], similar: [], reply: null, plain: false, took_ms: 1 };
const noticed: Assist = {
  ...nothing, about: 'm1', articles: [{ hit, answer: '凭会员手机号即可换新。' }],
  intent: { intent: 'i1', best: 'i1', name: '想换货', confidence: 87, known: 95, nearest: '锅起泡了能换吗', plain: false },
  entities: [{ kind: 'order', text: 'DD2026', value: 'DD2026', message: 'm1' }, { kind: 'id_card', text: '1101…', value: '1101', message: 'm1' }],
  marks: [{ mark: 'negative', strength: 88, words: [] }, { mark: 'danger', strength: 90, words: ['冒烟'] }],
  ticket: { subject: '不粘锅起泡', kind: 't1', department: 'd9', priority: 'urgent', fields: { batch: 'B7' } },
  similar: [{ id: 'x9', number: 'HZ02A-7', subject: '锅起泡换新', resolution: '换了新锅，旧锅收回', resolved_at: 0, meaning: 71 }],
};
const swap: TicketType = {
  id: 't1', name: '换货', fields: [{ key: 'batch', label: '批次号', form: 'text', required: false, choices: [], hint: '机身底部铭牌' }, { key: 'diff', label: '差价', form: 'money', required: false, choices: [], hint: '' }],
  checklist: [], department: 'd1', priority: 'high', sla: null, archived: false, position: 1,
};

const answers: Answers = {
  'session.me': () => ({ ...me, permissions: [...me.permissions, 'customer.reveal'] }),
  'customer.get': () => card,
  'customer.timeline': () => [],
  'customer.tag': () => ({}),
  'customer.reveal': () => ({ value: '13700006208' }),
  'assist.look': () => ({ ...nothing, articles: [{ hit, answer: null }] }),
  'ticket_type.list': () => [swap],
  'ticket.create': () => ({ id: 'x', number: 'HZ07A-1842' }),
};

function show(tab: SideTab, of: ConversationDetail, more: Answers = {}) {
  const inserted: string[] = [];
  const desk = testDesk({ ...answers, ...more });
  function Held() {
    const [making, setMaking] = useState(false);
    return <Side of={of} tab={tab} onTab={() => undefined} onInsert={(text) => inserted.push(text)} onTag={() => undefined} making={making} onMaking={setMaking} />;
  }
  desk.show(<Held />);
  return { desk, inserted, user: userEvent.setup() };
}

const withZhou = detail('c1', { customer: zhou, conversation: conversation('c1', { customer: 'k1', channel: 'counter' }) });

it('shows the number masked, and asks the desk for it (which leaves a record) only on demand', async () => {
  const { desk, user } = show('customer', withZhou);
  await screen.findByText('8,420');
  expect([screen.getByText('¥3,286'), screen.getByText('4.8'), screen.getByText('137****6208')]).toHaveLength(3);
  expect(desk.inputs('customer.reveal')).toEqual([]);
  await user.click(screen.getByRole('button', { name: '看完整号码，会留下记录' }));
  await screen.findByText('13700006208');
  expect(desk.inputs('customer.reveal')).toEqual([{ id: 'k1', what: 'p1' }]);
});

it('keeps the number masked when the desk refuses, and says why', async () => {
  const { user } = show('customer', withZhou, { 'customer.reveal': () => { throw new Refuse('今天看过 50 个号码了，明天再看。'); } });
  await user.click(await screen.findByRole('button', { name: '看完整号码，会留下记录' }));
  await screen.findByText('今天看过 50 个号码了，明天再看。');
  expect(screen.getByText('137****6208')).toBeTruthy();
});

it('offers no eye to those who may not look', async () => {
  show('customer', withZhou, { 'session.me': () => me });
  await screen.findByText('8,420');
  expect(screen.queryByRole('button', { name: '看完整号码，会留下记录' })).toBeNull();
});

it('adds and takes off the customer’s tags', async () => {
  const { desk, user } = show('customer', withZhou);
  await user.click(await screen.findByRole('button', { name: '去掉标签「母婴」' }));
  const tags = screen.getByRole('group', { name: '顾客标签' });
  await user.click(within(tags).getByRole('button', { name: '加标签' }));
  await user.type(within(tags).getByRole('textbox', { name: '加标签' }), ' 爱用小程序 {Enter}');
  await waitFor(() => expect(desk.inputs('customer.tag')).toEqual([{ id: 'k1', add: [], remove: ['母婴'] }, { id: 'k1', add: ['爱用小程序'], remove: [] }]));
});

it('suggests knowledge with the answering words marked and why, and inserts whole sentences', async () => {
  const { inserted, user } = show('knowledge', withZhou);
  await user.click(await screen.findByRole('button', { name: '插入' }));
  expect(inserted).toEqual(['凭会员手机号即可换新。']);
  expect([document.querySelector('mark')?.textContent, screen.getByText('命中 「起泡」「盒子」 · 意思相近 62%').tagName]).toEqual(['会员手机号', 'SPAN']);
});

it('makes a ticket with the fields of its type, for this customer and conversation', async () => {
  const { desk, user } = show('tickets', withZhou);
  await user.click(await screen.findByRole('combobox', { name: '类型' }));
  await user.click(await screen.findByText('换货'));
  await user.type(screen.getByLabelText(/^主题/), '内胆涂层起泡');
  await user.type(screen.getByLabelText('差价'), '四十');
  expect([screen.getByText('差价：要写数字'), (screen.getByRole('button', { name: /^建工单/ }) as HTMLButtonElement).disabled]).toEqual([expect.anything(), true]);
  await user.clear(screen.getByLabelText('差价'));
  await user.type(screen.getByLabelText('差价'), '￥40');
  await user.click(screen.getByRole('button', { name: /^建工单/ }));
  await screen.findByText('建好了：HZ07A-1842');
  expect(desk.inputs('ticket.create')).toEqual([
    {
      subject: '内胆涂层起泡', description: '', kind: 't1', priority: 'high', customer: 'k1', shop: 'h1', department: 'd1', assignee: null, conversation: 'c1', channel: 'counter', tags: [],
      fields: { diff: '40' }, parent: null,
    },
  ]);
});

it('asks for the rating only where people talk face to face, once it is over', async () => {
  const ended = (channel: 'counter' | 'web') => detail('c1', { conversation: conversation('c1', { channel, state: 'ended', ended_at: 1 }) });
  const counter = show('tickets', ended('counter'), { 'rating.give': () => ({ id: 'r' }) });
  const stars = await screen.findAllByRole('radio');
  await counter.user.click(stars[3] ?? document.body);
  await counter.user.click(await screen.findByRole('button', { name: '记下评价' }));
  expect(counter.desk.inputs('rating.give')).toEqual([{ noun: 'conversation', about: 'c1', score: 4, comment: '' }]);
});

it('asks nobody for a rating on the web, where the customer gives it', async () => {
  show('tickets', detail('c1', { conversation: conversation('c1', { channel: 'web', state: 'ended', ended_at: 1 }) }));
  await screen.findByRole('combobox', { name: '类型' });
  expect(screen.queryByText('顾客评价')).toBeNull();
});

it('says what it noticed with the reason, and never repeats a card number', async () => {
  const { inserted, user } = show('customer', withZhou, { 'assist.look': () => noticed });
  const strip = within(await screen.findByRole('region', { name: '小二看到的' }));
  expect(strip.getByText('想换货')).toBeTruthy();
  expect(strip.getByText(/把握 87%/).parentElement?.title).toBe('像例句「锅起泡了能换吗」');
  expect(strip.getByText('有危险 「冒烟」')).toBeTruthy();
  expect(strip.queryByText('1101…')).toBeNull();
  await user.click(strip.getByRole('button', { name: /^用这句回/ }));
  expect(inserted).toEqual(['凭会员手机号即可换新。']);
});

it('begins a ticket as it was understood, and leaves to the clerk what the clerk writes', async () => {
  const { desk, user } = show('tickets', withZhou, { 'assist.look': () => noticed });
  await screen.findByText('按对话先填好了，改了算您的');
  const subject = screen.getByRole('textbox', { name: /^主题/ });
  expect((subject as HTMLInputElement).value).toBe('不粘锅起泡');
  await user.clear(subject);
  await user.type(subject, '换锅');
  await user.click(screen.getByRole('button', { name: /^建工单/ }));
  await waitFor(() => expect(desk.inputs('ticket.create')).toMatchObject([{ subject: '换锅', kind: 't1', department: 'd9', priority: 'urgent', fields: { batch: 'B7' } }]));
});

it('takes its suggestions out when told', async () => {
  const { user } = show('tickets', withZhou, { 'assist.look': () => noticed });
  await user.click(await screen.findByRole('button', { name: '清掉' }));
  expect(screen.queryByText('按对话先填好了，改了算您的')).toBeNull();
  expect((screen.getByRole('textbox', { name: /^主题/ }) as HTMLInputElement).value).toBe('');
});

it('shows how others were helped, nearest first', async () => {
  show('knowledge', withZhou, { 'assist.look': () => noticed });
  expect(await screen.findByText('换了新锅，旧锅收回')).toBeTruthy();
  expect(screen.getAllByText(/意思相近/)).toHaveLength(2);
});

it('puts the usual reply of the intent into the box, filled in for this conversation', async () => {
  const { desk, inserted, user } = show('customer', withZhou, { 'assist.look': () => ({ ...noticed, reply: 'r1' }), 'canned.render': () => ({ text: '周敏您好，换新这样来。', missing: [], attachments: [] }) });
  await user.click(await screen.findByRole('button', { name: '常用回复' }));
  await waitFor(() => expect(inserted).toEqual(['周敏您好，换新这样来。']));
  expect(desk.inputs('canned.render')).toEqual([{ id: 'r1', conversation: 'c1', ticket: null }]);
});
