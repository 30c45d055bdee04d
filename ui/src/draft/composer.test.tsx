import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createRef } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Budget, CannedReply, DraftView } from '../ipc/bindings';
import { setLang } from '../kit/i18n';
import { testDesk, type Answers } from '../test/desk';
import { Composer, type ComposerControl, type Written } from './composer';
import { forgetAll } from './kept';
import type { Mode } from './send-state';

setLang('zh');
beforeEach(forgetAll);
afterEach(() => vi.unstubAllGlobals());

// jsdom lays nothing out, and the editor asks where the caret is
Range.prototype.getClientRects = () => Object.assign([], { item: () => null });
Range.prototype.getBoundingClientRect = () => new DOMRect();

const staff = [{ id: 's2', name: '陈可', account: 'chen' }];
const reply = (id: string, title: string, body: string): CannedReply => ({ id, title, shortcut: id, body, attachments: [], shop: null, owner: null, archived: false, category: null });

interface Options {
  about?: string;
  modes?: Mode[];
  budget?: Budget;
  saved?: DraftView;
  taken?: boolean;
  answers?: Answers;
}

function show({ about = 'c1', modes = ['reply', 'note'], budget, saved, taken = true, answers = {} }: Options = {}) {
  const sent: Written[] = [];
  const control = createRef<ComposerControl>();
  const desk = testDesk({ 'draft.save': () => ({}), 'canned.list': () => [], 'macro.list': () => [], ...answers });
  const onSend = (written: Written) => (sent.push(written), Promise.resolve(taken));
  const shown = desk.show(
    <Composer control={control} about={about} conversation={about} saved={saved ?? null} staff={staff} customer="周敏" modes={modes} budget={budget ?? null} mayEnd onSend={onSend} onUndo={() => false} />,
  );
  const write = (text: string) => act(() => control.current?.insert(text));
  return { sent, control, desk, write, shown };
}

const box = () => screen.getByRole('textbox', { name: /^写/ });
const button = (name: RegExp) => screen.getByRole('button', { name });
const disabled = (name: RegExp) => (button(name) as HTMLButtonElement).disabled;

it('sends what was written, empties the box, and forgets the draft on the desk', async () => {
  const { sent, write, desk } = show();
  expect(disabled(/^发送$/)).toBe(true);
  write('带上主机就行。\n六点半见 ');
  await userEvent.click(button(/^发送$/));
  expect(sent).toEqual([{ mode: 'reply', text: '带上主机就行。\n六点半见', mentions: [], attachments: [], transcript: null, andEnd: false }]);
  await waitFor(() => expect(box().textContent).toBe(''));
  await waitFor(() => expect(desk.inputs('draft.save').at(-1)).toEqual({ about: 'c1', text: '', internal: false }));
});

it('keeps every word when the desk does not take it', async () => {
  const { sent, write } = show({ taken: false });
  write('带上主机就行');
  await userEvent.click(button(/^发送$/));
  expect([sent.length, box().textContent]).toEqual([1, '带上主机就行']);
});

it('does not send a gap, and names it', () => {
  const { write, sent } = show();
  write('您的 {{ticket.number}} 好了，{{promo}}');
  expect(disabled(/^发送$/)).toBe(true);
  expect(screen.getAllByText('还没填：工单号 · promo').length).toBeGreaterThan(0);
  fireEvent.keyDown(box(), { key: 'Enter', ctrlKey: true });
  expect(sent).toEqual([]);
});

it('says why nothing more may be sent, while a note still may', async () => {
  const { write } = show({ budget: { left: 0, of: 5, until: Date.now() + 3_600_000 } });
  write('还有一件事');
  expect([disabled(/^发送$/), screen.getAllByText('要等顾客再发一条').length > 0]).toEqual([true, true]);
  await userEvent.click(screen.getByRole('radio', { name: '内部备注' }));
  expect(disabled(/^记下备注/)).toBe(false);
  expect(screen.queryByText('要等顾客再发一条')).toBeNull();
});

it('sends a note to colleagues only, with those it names', async () => {
  const { sent } = show({ saved: { text: '@陈可 看下批次', internal: true, at: 1 } });
  expect(box().getAttribute('aria-label')).toBe('写内部备注');
  await userEvent.click(button(/^记下备注/));
  expect(sent.map(({ mode, text, mentions, andEnd }) => ({ mode, text, mentions, andEnd }))).toEqual([{ mode: 'note', text: '@陈可 看下批次', mentions: ['s2'], andEnd: false }]);
});

it('ends the conversation with the words only when asked to', async () => {
  const { sent, write } = show();
  write('慢走');
  fireEvent.keyDown(box(), { key: 'Enter', ctrlKey: true, shiftKey: true });
  await waitFor(() => expect(sent.map(({ andEnd }) => andEnd)).toEqual([true]));
});

it('brings back what was being written about each conversation', () => {
  const first = show({ about: 'c1' });
  first.write('写给周敏的半句');
  first.shown.unmount();
  const second = show({ about: 'c2' });
  expect(box().textContent).toBe('');
  second.shown.unmount();
  show({ about: 'c1', saved: { text: '旧的', internal: false, at: 1 } });
  expect(box().textContent).toBe('写给周敏的半句');
});

it('offers canned replies after a slash, filled in for this conversation', async () => {
  const { desk } = show({
    answers: {
      'canned.list': () => [reply('hx', '换新到店说明', '麻烦带主机到店'), reply('jd', '进度', '{{customer.name}}，快好了')],
      'canned.render': () => ({ text: '周女士，快好了', missing: [], attachments: [] }),
    },
  });
  await userEvent.click(button(/^常用语/));
  const menu = await screen.findByRole('listbox');
  await waitFor(() => expect(within(menu).getAllByRole('option').map((option) => option.querySelector('.b')?.textContent)).toEqual(['换新到店说明', '进度']));
  fireEvent.keyDown(box(), { key: 'ArrowDown' });
  expect(box().getAttribute('aria-activedescendant')).toBe(within(menu).getAllByRole('option')[1]?.id);
  fireEvent.keyDown(box(), { key: 'Enter' });
  await waitFor(() => expect(box().textContent).toBe('周女士，快好了'));
  expect(desk.inputs('canned.render')).toEqual([{ id: 'jd', conversation: 'c1', ticket: null }]);
  expect(screen.queryByRole('listbox')).toBeNull();
});

it('stores a file at once and sends it along', async () => {
  const carried = { hash: 'f'.repeat(64), name: '小票.pdf', media_type: 'application/pdf', bytes: 5, duration_ms: 0 };
  const { sent, desk } = show({ answers: { 'attachment.put': () => carried } });
  fireEvent.change(screen.getByLabelText('附件', { selector: 'input' }), { target: { files: [new File(['hello'], '小票.pdf', { type: 'application/pdf' })] } });
  await screen.findByText('5 B');
  expect(desk.inputs('attachment.put')).toEqual([{ name: '小票.pdf', media_type: 'application/pdf', bytes: 'aGVsbG8=' }]);
  await userEvent.click(button(/^发送$/));
  expect(sent[0]?.attachments).toEqual([carried]);
});

it('holds the words while a file could not be stored, until it is dropped', async () => {
  const { write } = show();
  write('见附件');
  fireEvent.change(screen.getByLabelText('附件', { selector: 'input' }), { target: { files: [new File(['x'], '大.zip')] } });
  await screen.findByText('没存上');
  expect(disabled(/^发送$/)).toBe(true);
  await userEvent.click(button(/^去掉 大.zip/));
  expect(disabled(/^发送$/)).toBe(false);
});

it('puts back what was taken back, but never over new words', () => {
  const { control, write } = show();
  act(() => control.current?.restore('原来那句', []));
  expect(box().textContent).toBe('原来那句');
  write('，又添了');
  act(() => control.current?.restore('另一句', []));
  expect(box().textContent).toBe('原来那句，又添了');
});
