import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { setLang } from '../kit/i18n';
import { ConversationRow } from './row';
import { customer, row } from './sample';

setLang('zh');

function facts(rest: Parameters<typeof row>[2]): string {
  const { container, unmount } = render(<ConversationRow row={row('c1', '周敏', rest)} chosen={false} picked={false} onPick={() => undefined} />);
  const said = [...(container.querySelector('.facts')?.children ?? [])].map((fact) => fact.firstChild instanceof SVGElement ? fact.childNodes[1]?.textContent : fact.firstChild?.textContent);
  unmount();
  return said.join(' | ');
}

it('gives its facts in one fixed order, and no mood when calm', () => {
  const soon = Date.now() + 4 * 60_000 + 12_500;
  expect(facts({ reply_due: soon, mood: 'anxious', has_draft: true, ticket_number: 'HZ07A-1842', unsent: 1, mentioned: true })).toMatch(/^剩\u00A04:1\d \| 着急 \| 草稿 \| HZ07A-1842 \| 待发 \| 提到您$/);
  expect(facts({ mood: 'calm' })).toBe('');
  expect(facts({ reply_due: soon, paused: true })).toBe('已暂停');
});

it('shows a draft instead of the last words, so that it is not forgotten', () => {
  render(<ConversationRow row={row('c1', '黄志强', { preview: '补贴呢', has_draft: true, draft: '黄先生您好' })} chosen={false} picked={false} onPick={() => undefined} />);
  expect([screen.queryByText('补贴呢'), screen.getByText('草稿：黄先生您好').className]).toEqual([null, 'preview ell']);
});

it('says unread and picked in words, not by colour alone', () => {
  render(<ConversationRow row={row('c1', '', { unread: 2, customer: customer('k', '', { tier: 'silver' }) })} chosen={false} picked onPick={() => undefined} />);
  expect([screen.getByRole('img', { name: '未读' }), screen.getByText('已选中'), screen.getByText('银卡'), screen.getByText('没留姓名的顾客')]).toHaveLength(4);
});

it('ticks by its face, and a stretch with shift', async () => {
  const onPick = vi.fn();
  render(<ConversationRow row={row('c1', '周敏')} chosen={false} picked={false} onPick={onPick} />);
  const user = userEvent.setup();
  await user.click(screen.getByTitle('选中'));
  await user.keyboard('{Shift>}');
  await user.click(screen.getByTitle('选中'));
  expect(onPick.mock.calls).toEqual([['c1', false], ['c1', true]]);
});
