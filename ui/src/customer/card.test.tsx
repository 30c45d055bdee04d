import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Me, Permission } from '../ipc/bindings';
import { setLang } from '../kit/i18n';
import { Refuse, testDesk, type Answers } from '../test/desk';
import { Consent } from './consent';
import { CreateSheet } from './create-sheet';
import { Facts } from './facts';
import { Identities } from './identities';
import { MergeSheet } from './merge-sheet';
import { sampleCustomer } from './sample.test-data';
import { Tags } from './tags';

beforeAll(() => setLang('zh'));
afterEach(() => vi.unstubAllGlobals());

const all: Permission[] = ['customer.read', 'customer.write', 'customer.reveal', 'customer.merge'];

function me(permissions: Permission[] = all): Me {
  return { staff: { id: 's1', name: '林晓雯', account: 'lin' }, permissions, organisation: '青禾生活', shop: null, shops: [], every_shop: true, must_change_password: false, has_pin: false, idle_lock_min: 0, undo_send_ms: 5000, preferences: {} };
}

function desk(answers: Answers = {}, permissions = all) {
  return testDesk({ 'session.me': () => me(permissions), ...answers });
}

describe('a masked number', () => {
  test('is asked for by its key and shown; masking again asks nothing', async () => {
    const here = desk({ 'customer.reveal': () => ({ value: '13700006208' }) });
    here.show(<Identities customer={sampleCustomer()} />);
    await userEvent.click(await screen.findByRole('button', { name: /看电话/ }));
    expect(await screen.findByText('13700006208')).toBeDefined();
    await userEvent.click(screen.getByRole('button', { name: /遮住电话/ }));
    expect(screen.queryByText('13700006208')).toBeNull();
    expect(here.inputs('customer.reveal')).toEqual([{ id: 'c1', what: 'phone#1' }]);
  });

  test('stays masked when the desk says no, in the words of the desk', async () => {
    desk({ 'customer.reveal': () => { throw new Refuse('今天看得太多了，找店长'); } }).show(<Identities customer={sampleCustomer()} />);
    await userEvent.click(await screen.findByRole('button', { name: /看电话/ }));
    expect(await screen.findByText('今天看得太多了，找店长')).toBeDefined();
    expect(screen.getByText('137****6208')).toBeDefined();
  });

  test('has no eye for those who may not look, and no pencil for those who may not write', async () => {
    const here = desk({}, ['customer.read']);
    const { container } = here.show(<section aria-label="card"><Identities customer={sampleCustomer()} /></section>);
    await waitFor(() => expect(here.asked.map(({ name }) => name)).toContain('session.me'));
    expect(container.querySelectorAll('section button').length).toBe(0);
  });
});

describe('a value changed in place', () => {
  test('is sent alone, and leaving it as it was sends nothing', async () => {
    const here = desk({ 'customer.update': () => ({}) });
    here.show(<Facts customer={sampleCustomer()} shops={[]} />);
    await userEvent.click(await screen.findByRole('button', { name: '改姓名' }));
    await userEvent.keyboard('{Enter}');
    await userEvent.click(await screen.findByRole('button', { name: '改姓名' }));
    await userEvent.clear(screen.getByRole('textbox', { name: '姓名' }));
    await userEvent.type(screen.getByRole('textbox', { name: '姓名' }), '周敏敏{Enter}');
    await waitFor(() => expect(here.inputs('customer.update').map(({ name, notes }) => [name, notes])).toEqual([['周敏敏', null]]));
  });

  test('keeps the typed words when refused', async () => {
    desk({ 'customer.update': () => { throw new Refuse('姓名太长'); } }).show(<Facts customer={sampleCustomer()} shops={[]} />);
    await userEvent.click(await screen.findByRole('button', { name: '改姓名' }));
    await userEvent.type(screen.getByRole('textbox', { name: '姓名' }), '敏{Enter}');
    expect(await screen.findByText('姓名太长')).toBeDefined();
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: '姓名' }).value).toBe('周敏敏');
  });

  test('begins empty over a masked address, so that stars are never saved', async () => {
    desk().show(<Facts customer={sampleCustomer({ address: '浙江省杭州市****' })} shops={[]} />);
    await userEvent.click(await screen.findByRole('button', { name: '改地址' }));
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: '地址' }).value).toBe('');
  });
});

test('a tag is added once, and taken away by its own button', async () => {
  const here = desk({ 'customer.tag': () => ({}) });
  here.show(<Tags card={sampleCustomer({ tags: ['常客'] }).card} />);
  await userEvent.click(await screen.findByRole('button', { name: '加标签' }));
  await userEvent.keyboard('母婴{Enter}');
  await userEvent.click(screen.getByRole('button', { name: '去掉标签「常客」' }));
  await waitFor(() => expect(here.inputs('customer.tag').length).toBe(2));
  expect(here.inputs('customer.tag')).toEqual([{ id: 'c1', add: ['母婴'], remove: [] }, { id: 'c1', add: [], remove: ['常客'] }]);
});

test('consent is given by a switch that says what for', async () => {
  const here = desk({ 'customer.consent': () => ({}) });
  here.show(<Consent customer={sampleCustomer()} />);
  await waitFor(() => expect(screen.getByRole<HTMLButtonElement>('switch', { name: '接收活动消息' }).disabled).toBe(false));
  await userEvent.click(screen.getByRole('switch', { name: '接收活动消息' }));
  await waitFor(() => expect(here.inputs('customer.consent')).toEqual([{ id: 'c1', purpose: 'marketing', given: true }]));
});

test('merging shows both cards first and sends which one stays', async () => {
  const other = sampleCustomer({ id: 'c2', name: '周小敏', tags: ['母婴'] });
  const here = desk({ 'customer.get': () => other, 'customer.merge': () => ({}) });
  const stayed: string[] = [];
  here.show(<MergeSheet customer={sampleCustomer()} other="c2" open onClose={() => undefined} onMerged={(id) => stayed.push(id)} />);
  expect(await screen.findByRole('table', { name: '合并顾客卡' })).toBeDefined();
  await userEvent.click(screen.getByRole('radio', { name: /周小敏/ }));
  await userEvent.click(screen.getByRole('button', { name: '合并，留「周小敏」' }));
  await waitFor(() => expect(stayed).toEqual(['c2']));
  expect(here.inputs('customer.merge')).toEqual([{ winner: 'c2', loser: 'c1' }]);
});

test('a whole mobile number finds the card that is there before a second one is made', async () => {
  const here = desk({ 'customer.find': () => [{ card: sampleCustomer().card, home_shop: null, last_seen_at: null, open_tickets: 0, spent_year_cents: 0, points: 0 }] });
  const opened: string[] = [];
  here.show(<CreateSheet open shops={[]} shop={null} onClose={() => undefined} onOpen={(id) => opened.push(id)} />);
  await userEvent.type(screen.getByRole('textbox', { name: '手机号' }), '137 0000 6208');
  await userEvent.click(await screen.findByRole('button', { name: '打开这张' }));
  expect([opened, here.inputs('customer.find')]).toEqual([['c1'], [{ text: '13700006208', limit: 3 }]]);
});
