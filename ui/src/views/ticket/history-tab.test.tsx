import { screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { HistoryEntry } from '../../ipc/bindings';
import { setLang } from '../../kit/i18n';
import { testDesk } from '../../test/desk';
import { HistoryTab } from './history-tab';

afterEach(() => vi.unstubAllGlobals());

const paused: HistoryEntry = { at: 0, who: null, field: 'paused_total_ms', label: '累计暂停', from: '0', to: '5400000', device: 'd', seq: 1 };

test.each([['zh', '0:00', '1\u00A0小时\u00A030\u00A0分'], ['en', '0:00', '1\u00A0h\u00A030\u00A0min']] as const)('the time a clock stood still is said as a length of time in %s', async (lang, from, to) => {
  setLang(lang);
  testDesk({ 'ticket.history': () => ({ entries: [paused] }) }).show(<HistoryTab id="t1" />);
  const row = (await screen.findByText('累计暂停')).closest('tr');
  expect(within(row as HTMLElement).getAllByRole('cell').slice(2, 5).map((cell) => cell.textContent)).toEqual(['累计暂停', from, to]);
});
