import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import type { Permission } from '../ipc/bindings';
import { setLang } from '../kit/i18n';
import { testDesk } from '../test/desk';
import { People } from './people';
import { lin, me } from './sample';

setLang('zh');
afterEach(() => vi.unstubAllGlobals());

const chen = { id: 's2', name: '陈默', account: 'chen' };
const clerk: Permission[] = me.permissions.filter((permission) => permission !== 'conversation.assign');

async function offered(permissions: Permission[], holder: string | undefined) {
  const chosen: (string | null)[] = [];
  const desk = testDesk({ 'session.me': () => ({ ...me, permissions }), 'staff.cards': () => [lin, chen] });
  const { unmount } = desk.show(<People holder={holder} onChoose={(staff) => chosen.push(staff)} onLeave={() => undefined} />);
  await screen.findByText('我来跟进');
  if (permissions.includes('conversation.assign')) await screen.findByText('陈默');
  const names = screen.getAllByRole('option').map((option) => option.querySelector('.grow')?.textContent);
  const nobody = screen.queryByRole('option', { name: '放回未分配' });
  if (nobody) await userEvent.click(nobody);
  unmount();
  return { names, chosen };
}

it('lets a clerk put back what is their own, and nothing else', async () => {
  expect(await offered(clerk, lin.id)).toEqual({ names: ['我来跟进', '放回未分配'], chosen: [null] });
  expect(await offered(clerk, chen.id)).toEqual({ names: ['我来跟进'], chosen: [] });
});

it('lets those who give out conversations put back anyone\'s, when anyone has it', async () => {
  expect(await offered(me.permissions, chen.id)).toEqual({ names: ['我来跟进', '放回未分配', '陈默'], chosen: [null] });
  expect(await offered(me.permissions, undefined)).toEqual({ names: ['我来跟进', '陈默'], chosen: [] });
});
