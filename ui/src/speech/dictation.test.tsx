import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import type { HeardSoFar } from '../ipc/bindings';
import { setLang } from '../kit/i18n';
import { Refuse, testDesk, type Answers } from '../test/desk';
import { dropDictation } from './dictation';
import { MicButton } from './mic-button';
import { SpeechBar } from './speech-bar';

setLang('zh');
afterEach(() => {
  act(dropDictation);
  vi.unstubAllGlobals();
});

const soFar = (part: Partial<HeardSoFar>): HeardSoFar => ({ news: 1, text: '', stable: '', unstable: '', level: 0, lost: false, ended: false, problem: null, ...part });

/** A desk that hears one thing after another, then only that nothing is new. */
function show(news: readonly HeardSoFar[], answers: Answers = {}) {
  const left = [...news];
  let last = soFar({});
  const desk = testDesk({
    'speech.state': () => ({ microphones: [], loudspeakers: [], can_hear: true, can_speak: true }),
    'speech.listen': () => ({ id: 7 }),
    'speech.heard': () => (last = left.shift() ?? last),
    'speech.stop': () => ({ text: last.text, recording: null, duration_ms: 0 }),
    ...answers,
  });
  desk.show(<div data-dictate><textarea aria-label="说明" /><input aria-label="别处" /><MicButton /><SpeechBar /></div>);
  return desk;
}

const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: '说明' });
const mic = () => screen.getByRole('button', { name: /^(听写|说完了)$/, pressed: undefined });
const press = async (name: RegExp) => userEvent.click((await screen.findAllByRole('button', { name }))[0] as HTMLElement);

it('types what is final, shows what may still change, and ends with the last words', async () => {
  const desk = show([soFar({ news: 1, stable: '杯盖', unstable: '漏睡' }), soFar({ news: 2, text: '杯盖漏水，' })], { 'speech.stop': () => ({ text: '杯盖漏水，要换新。', recording: null, duration_ms: 0 }) });
  await press(/^听写$/);
  await waitFor(() => expect(box().value).toBe('杯盖漏水，'));
  await press(/^说完了$/);
  await waitFor(() => expect(box().value).toBe('杯盖漏水，要换新。'));
  expect(desk.inputs('speech.stop')).toEqual([{ id: 7, discard: false }]);
  expect(screen.queryByRole('status', { name: '正在听写' })).toBeNull();
});

it('begins and ends by its key, in the field that has the focus', async () => {
  show([soFar({ text: '您好' })]);
  await userEvent.click(screen.getByRole('textbox', { name: '别处' }));
  await userEvent.keyboard('{Control>}{Shift>} {/Shift}{/Control}');
  await waitFor(() => expect(screen.getByRole<HTMLInputElement>('textbox', { name: '别处' }).value).toBe('您好'));
  await userEvent.keyboard('{Control>}{Shift>} {/Shift}{/Control}');
  await waitFor(() => expect(screen.queryByRole('status', { name: '正在听写' })).toBeNull());
  expect(box().value).toBe('');
});

it('keeps what stands there when Escape ends it, and drops the rest', async () => {
  const desk = show([soFar({ text: '第一句。', unstable: '第二' })]);
  await press(/^听写$/);
  await waitFor(() => expect(box().value).toBe('第一句。'));
  await userEvent.keyboard('{Escape}');
  expect(desk.inputs('speech.stop').at(-1)).toEqual({ id: 7, discard: true });
  expect(box().value).toBe('第一句。');
});

it('says in words why the microphone does not open, and is ready for another try', async () => {
  show([], { 'speech.listen': () => { throw new Refuse('没有找到话筒或扬声器。插好再试。'); } });
  await press(/^听写$/);
  expect(await screen.findByText('没有找到话筒或扬声器。插好再试。')).toBeTruthy();
  expect(mic()).toBeTruthy();
});

it('tells that the microphone is away, and what a field that vanished could not take', async () => {
  show([soFar({ news: 1, lost: true })], { 'speech.stop': () => ({ text: '没处放的话', recording: null, duration_ms: 0 }) });
  await press(/^听写$/);
  expect(await screen.findByText('话筒断开了，接好就继续')).toBeTruthy();
  box().remove();
  await press(/^说完了$/);
  expect(await screen.findByText('没处放的话')).toBeTruthy();
});

it('is greyed with the reason on a machine without the models', async () => {
  show([], { 'speech.state': () => ({ microphones: [], loudspeakers: [], can_hear: false, can_speak: false }) });
  await waitFor(() => expect(mic().getAttribute('aria-disabled')).toBe('true'));
});
