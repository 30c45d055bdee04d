import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SaveDraft } from '../ipc/bindings';
import { CallError } from '../ipc/error';
import { autosave } from './autosave';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function desk() {
  const saved: SaveDraft[] = [];
  const away = { now: false };
  const save = (draft: SaveDraft) => {
    if (away.now) return Promise.reject(new CallError({ code: 'unreachable', message: '', refusal: false }));
    saved.push(draft);
    return Promise.resolve();
  };
  return { saved, away, save };
}

it('saves once, a second after the last stroke', async () => {
  const { saved, save } = desk();
  const draft = autosave('c1', save);
  draft.write('您', false);
  await vi.advanceTimersByTimeAsync(900);
  draft.write('您好', true);
  await vi.advanceTimersByTimeAsync(900);
  expect(saved).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  expect(saved).toEqual([{ about: 'c1', text: '您好', internal: true }]);
  expect(draft.state()).toBe('saved');
});

it('saves at once when the box is left, and not a second time', async () => {
  const { saved, save } = desk();
  const draft = autosave('c1', save);
  draft.write('您好', false);
  await draft.flush();
  await vi.advanceTimersByTimeAsync(5000);
  expect(saved).toHaveLength(1);
});

it('keeps the words while the desk is away and saves the newest once it is back', async () => {
  const { saved, away, save } = desk();
  const draft = autosave('c1', save);
  away.now = true;
  draft.write('一', false);
  await draft.flush();
  expect(draft.state()).toBe('stuck');
  draft.write('一二', false);
  await vi.advanceTimersByTimeAsync(1000);
  expect(draft.state()).toBe('stuck');
  away.now = false;
  await vi.advanceTimersByTimeAsync(4000);
  expect(saved.map(({ text }) => text)).toEqual(['一二']);
  expect(draft.state()).toBe('saved');
});

it('never overtakes itself: a stroke during a save is saved after it', async () => {
  const order: string[] = [];
  const gates: (() => void)[] = [];
  const draft = autosave('c1', ({ text }) => new Promise<void>((done) => gates.push(() => (order.push(text), done()))));
  draft.write('一', false);
  const first = draft.flush();
  await vi.advanceTimersByTimeAsync(0);
  draft.write('二', false);
  const second = draft.flush();
  gates[0]?.();
  await first;
  await vi.advanceTimersByTimeAsync(0);
  gates[1]?.();
  await second;
  expect(order).toEqual(['一', '二']);
});
