import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import type { CustomerRow } from '../ipc/bindings';
import { setLang } from '../kit/i18n';
import { Refuse, testDesk, type Answers } from '../test/desk';
import { customer, me, shop } from './sample';
import { ServeSheet } from './serve';
import { guess } from './side/finder';

setLang('zh');
afterEach(() => vi.unstubAllGlobals());

const found = (id: string, name: string): CustomerRow => ({ card: customer(id, name, { phone: '137****6208' }), home_shop: shop, last_seen_at: null, open_tickets: 0, spent_year_cents: 0, points: 0 });

function show(answers: Answers = {}) {
  const opened: string[] = [];
  const desk = testDesk({
    'session.me': () => me,
    'customer.find': ({ text }) => (text === '6208' ? [found('k1', '周敏'), found('k2', '周明')] : []),
    'customer.create': () => ({ id: 'k9' }),
    'conversation.open': () => ({ id: 'c9' }),
    ...answers,
  });
  desk.show(<ServeSheet open onClose={() => undefined} onOpened={(id) => opened.push(id)} />);
  return { desk, opened, user: userEvent.setup() };
}

const finder = () => screen.getByRole('combobox', { name: '找顾客' });
const start = () => screen.getByRole('button', { name: '开始接待' }) as HTMLButtonElement;

it('finds a customer by the last digits, takes the first words, and opens at this counter', async () => {
  const { desk, opened, user } = show();
  expect(start().disabled).toBe(true);
  await user.type(finder(), '6208');
  await screen.findByText('周明');
  fireEvent.keyDown(finder(), { key: 'ArrowDown' });
  fireEvent.keyDown(finder(), { key: 'Enter' });
  expect(screen.getByText('选了 周明')).toBeTruthy();
  await user.type(screen.getByLabelText('顾客说什么'), '锅起泡了');
  await user.click(start());
  await waitFor(() => expect(opened).toEqual(['c9']));
  expect(desk.inputs('conversation.open')).toEqual([{ customer: 'k2', channel: 'counter', shop: 'h1', subject: '', text: '锅起泡了' }]);
});

it('makes a new customer out of the number that was not found', async () => {
  const { desk, user } = show();
  await user.type(finder(), '137 0000 6208');
  await screen.findByText('没有找到「137 0000 6208」');
  await user.click(screen.getByRole('button', { name: '新顾客' }));
  expect((screen.getByLabelText('手机号') as HTMLInputElement).value).toBe('13700006208');
  await user.type(screen.getByLabelText('称呼'), '周女士{Enter}');
  await screen.findByText('选了 周女士');
  expect(desk.inputs('customer.create')).toEqual([{ name: '周女士', phone: '13700006208', member_no: '', tier: null, home_shop: null, tags: [], notes: '' }]);
});

it('serves someone who leaves no name, on the phone too', async () => {
  const { desk, opened, user } = show();
  await user.click(screen.getByText('门店热线'));
  await user.click(screen.getByRole('button', { name: '不留名' }));
  await user.click(start());
  await waitFor(() => expect(opened).toEqual(['c9']));
  expect(desk.inputs('conversation.open').map(({ customer: who, channel }) => [who, channel])).toEqual([[null, 'hotline']]);
});

it('shows the rule when the desk refuses, and keeps what was typed', async () => {
  const { opened, user } = show({ 'conversation.open': () => { throw new Refuse('这位顾客在观前店还有一个会话开着。'); } });
  await user.click(screen.getByRole('button', { name: '不留名' }));
  await user.type(screen.getByLabelText('顾客说什么'), '问内胆');
  await user.click(start());
  await screen.findByText('这位顾客在观前店还有一个会话开着。');
  expect([opened, (screen.getByLabelText('顾客说什么') as HTMLTextAreaElement).value]).toEqual([[], '问内胆']);
});

it('tells a number from a name', () => {
  expect([guess('１３７ 0000-6208'), guess('周敏'), guess('6208'), guess(' Emily ')]).toEqual([
    { name: '', phone: '13700006208' }, { name: '周敏', phone: '' }, { name: '6208', phone: '' }, { name: 'Emily', phone: '' },
  ]);
});
