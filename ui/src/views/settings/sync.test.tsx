import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { HubState } from '../../ipc/bindings';
import { setLang } from '../../kit/i18n';
import { testDesk, type Answers } from '../../test/desk';
import { SyncPart } from './sync';

beforeAll(() => setLang('zh'));
afterEach(() => vi.unstubAllGlobals());

const alone: HubState = { url: '', line: 'alone', waiting: 0, oldest: 0, refused: 0, device: '6edd6cea2699017a', clock_off_ms: 0, since: 0, trouble: '' };
const joined: HubState = { ...alone, url: 'https://hub', line: 'connected' };
const nobody = { 'conflict.list': () => ({ rows: [], total: 3 }) } satisfies Answers;

test('how the line stands, the clock and the counts are told', async () => {
  const state = { ...joined, waiting: 4, oldest: Date.now() - 180_000, refused: 2, clock_off_ms: 600_000 };
  testDesk({ ...nobody, 'hub.state': () => state }).show(<SyncPart />);
  expect(await screen.findByText('连着')).toBeDefined();
  for (const text of ['https://hub', '6edd6cea2699017a', '4 条，最早 3 分 前', '2 条', '3 条']) expect(await screen.findByText(text)).toBeDefined();
  expect(screen.getByText(/和总部差 10:00/)).toBeDefined();
});

test('whoever may not enrol is told who does', async () => {
  testDesk({ 'hub.state': () => alone, 'session.me': () => { throw new Error('nobody'); } }).show(<SyncPart />);
  expect(await screen.findByText('接入总部要管理员来做。')).toBeDefined();
  expect(screen.queryByRole('button', { name: '接入总部' })).toBeNull();
});

test('the line may be tried at once', async () => {
  const here = testDesk({ ...nobody, 'hub.state': () => ({ ...joined, line: 'offline' as const, since: Date.now(), trouble: 'the hub cannot be reached' }), 'hub.try_now': () => ({}) });
  here.show(<SyncPart />);
  expect(await screen.findByText(/the hub cannot be reached/)).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: '现在试' }));
  expect(here.inputs('hub.try_now')).toEqual([{}]);
});
