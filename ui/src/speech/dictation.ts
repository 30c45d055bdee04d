/**
 * Dictation into whatever field one writes in. One at a time, on the whole screen; words that are final go into the field as if
 * typed, words that may still change are only shown. What finds no place is told with its text, never dropped.
 */
import { useSyncExternalStore } from 'react';
import type { HeardSoFar } from '../ipc/bindings';
import { notify } from '../kit/notices';
import { hush } from './aloud';
import { putInto, type Field } from './field';
import { listen, troubleOf, type Listening } from './listening';

export interface Dictation {
  phase: 'opening' | 'listening' | 'ending';
  field: Field;
  /** Two hearings agreed on it. */
  stable: string;
  unstable: string;
  level: number;
  lost: boolean;
}

/** What is said when words find no place, in the reader's language. */
export interface Sayings {
  noPlace: string;
}

let now: Dictation | undefined;
let ear: Listening | undefined;
let written = '';
const watchers = new Set<() => void>();

function become(next: Dictation | undefined): void {
  now = next;
  watchers.forEach((heard) => heard());
}

/** Read anew after waiting: somebody may have ended it meanwhile. */
const phaseNow = (): Dictation['phase'] | undefined => now?.phase;

const change = (part: Partial<Dictation>) => now && become({ ...now, ...part });

export function useDictation(): Dictation | undefined {
  return useSyncExternalStore((heard) => (watchers.add(heard), () => watchers.delete(heard)), () => now);
}

function write(field: Field, text: string, say: Sayings): void {
  const more = text.startsWith(written) ? text.slice(written.length) : text;
  written = text;
  const left = more === '' ? '' : putInto(field, more);
  if (left !== '') notify({ key: 'dictation', kind: 'failure', text: say.noPlace, detail: left });
}

function over(trouble: string | undefined): void {
  ear = undefined;
  become(undefined);
  if (trouble) notify({ key: 'speech.listen', kind: 'refusal', text: trouble });
}

/** Opens the microphone for a field; does nothing while one is open. */
export async function dictate(field: Field, say: Sayings): Promise<void> {
  if (now) return;
  written = '';
  become({ phase: 'opening', field, stable: '', unstable: '', level: 0, lost: false });
  void hush(); // the machine must not hear itself
  const news = ({ text, stable, unstable, level, lost }: HeardSoFar) => {
    write(field, text, say);
    change({ stable, unstable, level, lost });
  };
  try {
    ear = await listen(false, { news, ended: over });
    if (phaseNow() === 'ending') await finish(say);
    else change({ phase: 'listening' });
  } catch (error) {
    over(troubleOf(error));
  }
}

async function finish(say: Sayings): Promise<void> {
  const [open, field] = [ear, now?.field];
  if (!open || !field) return;
  ear = undefined;
  try {
    const all = await open.stop();
    write(field, all.text, say);
    over(undefined);
  } catch (error) {
    over(troubleOf(error));
  }
}

/** Ends it; the last words still come. */
export async function endDictation(say: Sayings): Promise<void> {
  if (!now || now.phase === 'ending') return;
  change({ phase: 'ending' });
  await finish(say);
}

/** Ends it at once: what was not final is dropped, what stands in the field stays. */
export function dropDictation(): void {
  const open = ear;
  over(undefined);
  if (open) void open.stop(true).catch(() => undefined); // it is over either way
}
