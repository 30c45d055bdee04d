import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { setLang } from '../kit/i18n';
import { testDesk } from '../test/desk';
import { Bubble } from './bubble';
import { toLines } from './lines';
import { said } from './sample';
import { cutAtMentions } from './text';

setLang('zh');
afterEach(() => vi.unstubAllGlobals());
const lin = { id: 's1', name: '林晓雯', account: 'lin' };
const staff = new Map([[lin.id, lin]]);

function show(views: ReturnType<typeof said>[]) {
  const desk = testDesk({ 'conversation.retry': () => ({}) });
  desk.show(<>{toLines(views).map((line) => line.kind === 'message' && <Bubble key={line.key} line={line} customer="周敏" staff={staff} />)}</>);
  return desk;
}

const names = () => screen.getAllByRole('article').map((article) => article.getAttribute('aria-label')?.replace(/，[^，]*$/, ''));

it('tells by label who speaks and who may read it', () => {
  show([
    said('起泡了', { at: 1 }),
    said('先停用', { at: 2, author_kind: 'ai' }),
    said('登记批次号', { at: 3, author_kind: 'staff', audience: 'colleagues' }, lin),
    said('好的', { at: 4, author_kind: 'staff' }, lin),
    said('在吗', { at: 5, author_kind: 'staff' }),
    said('说错了', { at: 6, author_kind: 'staff', recalled: true }, lin),
  ]);
  expect(names()).toEqual(['周敏说', 'AI 小二说', '内部备注，林晓雯', '林晓雯说', '离职同事说', '林晓雯撤回了一条']);
  expect(screen.queryByText('说错了')).toBeNull();
  expect(within(screen.getByRole('article', { name: /内部备注/ })).getByText('内部备注 · 顾客看不到')).toBeTruthy();
});

it('says how far our words have got, and never the customer’s', () => {
  const states = ['held', 'pending', 'sent', 'delivered', 'read'] as const;
  show([said('您好', { at: 0, delivery: 'sent' }), ...states.map((delivery, i) => said('好', { at: (i + 1) * 120_000, author_kind: 'staff', delivery }, lin))]);
  const said_ = screen.getAllByRole('article').map((article) => article.textContent?.replace(/^.*好/, ''));
  expect(said_).toEqual(['', '还没发出 · 可撤回', '待发', '已发出', '已送', '已读']);
});

it('gives the reason a message did not go out, and a way to send it again', async () => {
  const failed = said('带上主机', { at: 1, author_kind: 'staff', delivery: 'failed', failure: '超过 48 小时' }, lin);
  const desk = show([failed]);
  expect(screen.getByText('没发出去：超过 48 小时')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: '重发' }));
  expect(desk.inputs('conversation.retry')).toEqual([{ id: failed.message.id }]);
});

it('marks only the colleagues a message names, the longest name first', () => {
  expect(cutAtMentions('@林晓雯 和 @林晓 看下 @没这人', [{ name: '林晓' }, { name: '林晓雯' }])).toEqual(['', '@林晓雯', ' 和 ', '@林晓', ' 看下 @没这人']);
  expect(cutAtMentions('a.b (c)', [{ name: '.b' }])).toEqual(['a.b (c)']);
});
