import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { HubState } from '../../ipc/bindings';
import { setLang } from '../../kit/i18n';
import { QueueSheet } from '../../sync/queue-sheet';
import { testDesk } from '../../test/desk';
import { lineOf } from './sync-line';
import { SyncPill } from './sync-pill';

beforeAll(() => setLang('zh'));
afterEach(() => vi.unstubAllGlobals());

function hub(of: Partial<HubState> = {}): HubState {
  return { url: 'https://hub', line: 'connected', waiting: 0, oldest: 0, refused: 0, device: '01', clock_off_ms: 0, since: 0, trouble: '', ...of };
}

describe('the one word', () => {
  test.each([
    ['synced', {}],
    ['waiting', { waiting: 3 }],
    ['trying', { line: 'trying' }],
    ['offline', { line: 'offline', waiting: 3, refused: 1 }],
    ['refused', { refused: 1, waiting: 3 }],
    ['clock', { clock_off_ms: 600_000 }],
    ['denied', { line: 'denied', waiting: 3 }],
  ] as const)('is %s', (line, of) => {
    expect(lineOf(hub(of))).toBe(line);
  });

  test('is that somebody must decide, before what goes by itself', () => {
    expect(lineOf(hub({ waiting: 3 }), 1)).toBe('conflicts');
    expect(lineOf(hub({ refused: 1 }), 1)).toBe('refused');
  });
});

test('a desk without a hub says that everything stays here', async () => {
  testDesk({ 'hub.state': () => hub({ url: '', line: 'alone' }) }).show(<SyncPill />);
  expect(await screen.findByText('仅本机')).toBeDefined();
});

const none = { 'conflict.list': () => ({ rows: [], total: 0 }), 'hub.unsent': () => [] };

test('what waits is counted, with how old the oldest is', async () => {
  testDesk({ ...none, 'hub.state': () => hub({ waiting: 12, oldest: Date.now() - 125_000 }) }).show(<SyncPill />);
  expect(await screen.findByText('待发 12')).toBeDefined();
  expect(screen.getByText('最早 2 分')).toBeDefined();
});

test('what waits for a decision is said, and the queue opens where it is', async () => {
  const here = testDesk({ ...none, 'hub.state': () => hub(), 'conflict.list': () => ({ rows: [], total: 2 }) });
  here.show(<><SyncPill /><QueueSheet /></>);
  await userEvent.click(await screen.findByRole('button', { name: /待定 2/ }));
  await userEvent.click(await screen.findByRole('button', { name: '看队列' }));
  expect(await screen.findByRole('tab', { name: '两边都改过 2', selected: true })).toBeDefined();
});

test('without a line it says since when, and can be tried at once', async () => {
  const here = testDesk({ ...none, 'hub.state': () => hub({ line: 'offline', since: new Date(2026, 10, 27, 9, 12).getTime() }), 'hub.try_now': () => ({}) });
  here.show(<SyncPill />);
  expect(await screen.findByText('09:12 起')).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: /离线/ }));
  await userEvent.click(await screen.findByRole('button', { name: '现在试' }));
  expect(here.inputs('hub.try_now')).toEqual([{}]);
});
