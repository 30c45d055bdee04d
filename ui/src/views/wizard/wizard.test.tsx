import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { SetupState } from '../../ipc/bindings';
import { setLang } from '../../kit/i18n';
import { Refuse, testDesk, type Answers } from '../../test/desk';
import { Wizard } from './wizard';

beforeAll(() => setLang('zh'));
afterEach(() => vi.unstubAllGlobals());

const fresh: SetupState = { ready: false, organisation: null, version: '1.0.0', joining: null };

function first(more: Answers = {}) {
  const desk = testDesk({ 'setup.state': () => fresh, ...more });
  desk.show(<Wizard />);
  return desk;
}

async function fill(address: string, code: string, name: string) {
  await userEvent.click(await screen.findByRole('button', { name: /接入已有的总部/ }));
  if (address) await userEvent.type(screen.getByLabelText('总部的地址'), address);
  if (code) await userEvent.type(screen.getByLabelText('注册码'), code);
  if (name) await userEvent.type(screen.getByLabelText('这台机器叫什么'), name);
  await userEvent.click(screen.getByRole('button', { name: '接入总部' }));
}

test('a new chain and one that exists are the two ways, and both lead back', async () => {
  first();
  await userEvent.click(await screen.findByRole('button', { name: /新建一家连锁/ }));
  expect(await screen.findByText('先说说您是哪家')).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: '上一步' }));
  await userEvent.click(await screen.findByRole('button', { name: /接入已有的总部/ }));
  await userEvent.click(screen.getByRole('button', { name: '上一步' }));
  expect(await screen.findByText('这台机器怎么用')).toBeDefined();
});

test('what is missing or mistyped is said beside its field, and nothing is asked', async () => {
  const desk = first();
  await fill('hub.example.com', 'ABC', '');
  expect(screen.getByLabelText('总部的地址').getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByText('要 10 个字母或数字')).toBeDefined();
  expect(screen.getByText('还没填')).toBeDefined();
  expect(desk.inputs('setup.join')).toEqual([]);
});

test('a hub that does not answer is the address’s fault, a code that is not taken the code’s', async () => {
  let code = 'no_hub';
  first({ 'setup.join': () => { throw new Refuse(code === 'no_hub' ? '连不上总部' : '没有接受这个注册码', code); } });
  await fill('https://hub', 'abcdefghij', '柜台');
  expect(await screen.findByText('连不上总部')).toBeDefined();
  expect(screen.getByLabelText('总部的地址').getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByLabelText('注册码').getAttribute('aria-invalid')).toBe('false');
  code = 'refused';
  await userEvent.click(screen.getByRole('button', { name: '接入总部' }));
  expect(await screen.findByText('没有接受这个注册码')).toBeDefined();
  expect(screen.getByLabelText('注册码').getAttribute('aria-invalid')).toBe('true');
  await userEvent.type(screen.getByLabelText('这台机器叫什么'), '二');
  expect(screen.queryByText('没有接受这个注册码')).toBeNull();
});

test('after joining it tells how far it has come', async () => {
  let state = fresh;
  const desk = first({
    'setup.state': () => state,
    'setup.join': () => {
      state = { ...fresh, joining: { url: 'https://hub', is_heard: true, trouble: '', heard: 128 } };
      return {};
    },
  });
  await fill('https://hub/', 'abcde-fghij', ' 柜台 ');
  expect(await screen.findByText('已收到 128 条')).toBeDefined();
  expect(desk.inputs('setup.join')).toEqual([{ url: 'https://hub', code: 'ABCDE-FGHIJ', name: '柜台' }]);
});

test('without a line while it waits, it says that nothing is lost', async () => {
  first({ 'setup.state': () => ({ ...fresh, joining: { url: 'https://hub', is_heard: false, trouble: 'the hub cannot be reached', heard: 3 } }) });
  expect(await screen.findByText(/正在自动重试/)).toBeDefined();
});
