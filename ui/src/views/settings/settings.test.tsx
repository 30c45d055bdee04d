import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { CannedReply, Me, Permission, StaffRow } from '../../ipc/bindings';
import { setLang } from '../../kit/i18n';
import { testDesk, type Answers } from '../../test/desk';
import SettingsRoom from './index';

setLang('zh');
afterEach(() => vi.unstubAllGlobals());

const shop = { id: 's1', code: 'HZ01', name: '滨江店' };
const me = (permissions: Permission[]): Me => ({
  staff: { id: 'me', name: '林晓雯', account: 'linxw' }, permissions, organisation: '青禾生活', shop, shops: [shop], every_shop: false, must_change_password: false, has_pin: false, idle_lock_min: 10, undo_send_ms: 5000, preferences: {},
});
const person: StaffRow = {
  card: { id: 'p1', name: '陈可', account: 'chenke' }, phone: '138****5678', roles: ['clerk'], role_names: ['店员'], shops: [shop], departments: [], every_shop: false, disabled: false, has_password: true, has_pin: false, locked_until: null, last_sign_in: null,
};
const shared: CannedReply = { id: 'c1', title: '到货通知', shortcut: 'dh', body: '您好 {{customer.name}}，货到了', attachments: [], shop: null, owner: null, archived: false, category: null };

function show(path: string, permissions: Permission[], answers: Answers = {}) {
  const desk = testDesk({ 'session.me': () => me(permissions), 'shop.list': () => [], 'department.list': () => [], 'staff.cards': () => [], 'calendar.list': () => [], ...answers }, path);
  desk.show(<SettingsRoom />);
  return desk;
}

test('a part one may not use is neither listed nor asked for', async () => {
  const desk = show('/settings/staff', ['ticket.work']);
  const nav = await screen.findByRole('navigation', { name: '设置的各处' });
  await within(nav).findByRole('link', { name: '常用语' });
  expect(within(nav).queryByRole('link', { name: '同事' })).toBeNull();
  expect(screen.getByText('没有这一处设置')).toBeTruthy();
  expect(desk.inputs('staff.list')).toEqual([]);
});

test('a new colleague is saved, and their one-time password is shown once', async () => {
  const desk = show('/settings/staff/new', ['settings.staff'], {
    'staff.list': () => [person], 'role.list': () => [{ id: 'clerk', name: '店员', permissions: [], builtin: true, people: 1 }],
    'staff.save': () => ({ id: 'p2' }), 'staff.reset_password': () => ({ id: 'p2', password: 'abcde-fghjk-mnpq234Q' }),
  });
  // Under test antd gives every part one id, so that a dialog's name cannot be followed to its title.
  const sheet = await screen.findByRole('dialog');
  expect(sheet.getAttribute('aria-label')).toBe('加一位同事');
  await userEvent.type(within(sheet).getByLabelText('姓名'), '赵倩');
  await userEvent.type(within(sheet).getByLabelText('账号'), 'zhaoq');
  await userEvent.click(within(sheet).getByLabelText('店员'));
  await userEvent.click(within(sheet).getByRole('button', { name: /^加上/ }));
  expect((await screen.findByRole('status', { name: '一次性密码' })).textContent).toBe('abcde-fghjk-mnpq234Q');
  expect(desk.inputs('staff.save')).toEqual([{ id: null, account: 'zhaoq', name: '赵倩', phone: '', roles: ['clerk'], shops: [], departments: [], every_shop: false, disabled: false }]);
  expect(desk.inputs('staff.reset_password')).toEqual([{ id: 'p2' }]);
  await userEvent.click(screen.getByRole('button', { name: '记好了' }));
  await waitFor(() => expect(screen.queryByText('abcde-fghjk-mnpq234Q')).toBeNull());
  expect(desk.places.at(-1)).toBe('/settings/staff');
});

test('a shared reply may be read by everyone and saved by nobody who may not share', async () => {
  show('/settings/canned/c1', ['ticket.work'], { 'canned.list': () => [shared] });
  const sheet = await screen.findByRole('dialog', { name: '改常用语 到货通知' });
  expect(within(sheet).getByRole('alert').textContent).toContain('由店长或主管来改');
  expect(within(sheet).getByLabelText<HTMLInputElement>('标题').disabled).toBe(true);
  expect(within(sheet).queryByRole('button', { name: /存好/ })).toBeNull();
});
