/** Reading aloud on this machine's loudspeaker: one text at a time, and which of its characters are being said. */
import { useSyncExternalStore } from 'react';
import { call } from '../ipc/client';
import { notify } from '../kit/notices';
import { troubleOf } from './listening';

export interface Aloud {
  text: string;
  /** UTF-16 range of `text`. */
  from: number;
  to: number;
  begun: boolean;
}

/** ms between two looks at what is being said. */
const PACE = 120;

let now: Aloud | undefined;
let turn = 0;
const watchers = new Set<() => void>();

function become(next: Aloud | undefined): void {
  now = next;
  watchers.forEach((heard) => heard());
}

export function useAloud(): Aloud | undefined {
  return useSyncExternalStore((heard) => (watchers.add(heard), () => watchers.delete(heard)), () => now);
}

/** Where each character begins in UTF-16; the desk counts characters. */
export function startsOf(text: string): number[] {
  const starts = [0];
  for (const character of text) starts.push((starts.at(-1) ?? 0) + character.length);
  return starts;
}

const pause = () => new Promise((done) => setTimeout(done, PACE));

async function follow(mine: number, text: string): Promise<void> {
  const starts = startsOf(text);
  for (;;) {
    const said = await call('speech.said', {});
    if (turn !== mine) return;
    if (said.problem) notify({ key: 'speech.say', kind: 'refusal', text: said.problem });
    if (said.ended) return become(undefined);
    const [from, to] = said.now ?? [0, 0];
    become({ text, from: starts[from] ?? 0, to: starts[to] ?? 0, begun: said.now !== null });
    await pause();
  }
}

export async function readAloud(text: string): Promise<void> {
  turn += 1;
  const mine = turn;
  become({ text, from: 0, to: 0, begun: false });
  try {
    await call('speech.say', { text, voice: '', speed: 0 });
    await follow(mine, text);
  } catch (error) {
    if (turn === mine) become(undefined);
    notify({ key: 'speech.say', kind: 'refusal', text: troubleOf(error) });
  }
}

/** Falls silent; nothing happens when nothing is read. */
export async function hush(): Promise<void> {
  if (!now) return;
  turn += 1;
  become(undefined);
  await call('speech.hush', {}).catch((error: unknown) => void troubleOf(error));
}
