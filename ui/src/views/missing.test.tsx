import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ComponentType } from 'react';
import { Route } from 'wouter';
import { afterEach, expect, test, vi } from 'vitest';
import { me, row } from '../conversation/sample';
import type { CallName } from '../ipc/client';
import { setLang, type Lang } from '../kit/i18n';
import { Refuse, testDesk, type Answers } from '../test/desk';
import Customers from './customers';
import Inbox from './inbox';
import Knowledge from './knowledge';
import Ticket from './ticket';

afterEach(() => vi.unstubAllGlobals());

const old = '01975f2c-0000-7000-8000-000000000000';

interface Page {
  at: string;
  room: ComponentType;
  reads: CallName;
  said: Record<Lang, readonly [title: string, back: string]>;
  list: string;
}

const customer: Page = { at: `/customers/${old}`, room: Customers, reads: 'customer.get', said: { zh: ['找不到这位顾客', '回到顾客列表'], en: ['This customer cannot be found', 'Back to customers'] }, list: '/customers' };

const pages: Page[] = [
  customer,
  { at: `/knowledge/${old}`, room: Knowledge, reads: 'knowledge.get', said: { zh: ['找不到这篇', '回到知识库'], en: ['This article cannot be found', 'Back to knowledge'] }, list: '/knowledge' },
  { at: `/knowledge/${old}/edit`, room: Knowledge, reads: 'knowledge.get', said: { zh: ['找不到这篇', '回到知识库'], en: ['This article cannot be found', 'Back to knowledge'] }, list: '/knowledge' },
  { at: `/inbox/mine/${old}`, room: Inbox, reads: 'conversation.get', said: { zh: ['没有这个会话', '回到列表'], en: ['There is no such conversation', 'Back to the list'] }, list: '/inbox/mine' },
  { at: `/tickets/${old}`, room: () => <Route path="/tickets/:id"><Ticket /></Route>, reads: 'ticket.get', said: { zh: ['没有这一单', '看全部工单'], en: ['There is no such ticket', 'See all tickets'] }, list: '/tickets' },
];

const around: Answers = {
  'session.me': () => me,
  'shop.list': () => [],
  'staff.cards': () => [],
  'view.list': () => [],
  'knowledge.categories': () => [],
  'knowledge.list': () => ({ rows: [], total: 0 }),
  'conversation.counts': () => ({ views: [], channels: [], saved: [] }),
  'conversation.list': () => ({ rows: [row('c1', '周敏')], total: 1 }),
};

function nothingAt({ at, room: Room, reads }: Page, code: string) {
  const gone = () => {
    throw new Refuse('找不到。', code);
  };
  const desk = testDesk({ ...around, [reads]: gone }, at);
  return { desk, ...desk.show(<Room />) };
}

test.each(pages)('$at shows calmly that nothing is there, and the way to the list', async (page) => {
  for (const lang of ['zh', 'en'] as const) {
    setLang(lang);
    const { desk, unmount } = nothingAt(page, 'not_found');
    const [title, back] = page.said[lang];
    expect(await screen.findByText(title)).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: back }));
    await waitFor(() => expect(desk.places.at(-1)).toBe(page.list));
    unmount();
  }
});

test('an address that holds no id is one where nothing is', async () => {
  setLang('zh');
  nothingAt(customer, 'malformed');
  expect(await screen.findByText('找不到这位顾客')).toBeTruthy();
});

test.each(pages)('$at says so when it is not allowed, in the words of the desk', async (page) => {
  nothingAt(page, 'forbidden');
  expect((await screen.findByRole('alert')).textContent).toContain('找不到。');
});
