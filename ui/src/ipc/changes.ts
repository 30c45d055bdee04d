/**
 * What the desk says has changed: `{noun, id}` from the Tauri event or the NDJSON stream `/changes`. After any gap in
 * hearing, everything shown is considered stale, once.
 */
import type { Noun } from './bindings';
import { knock } from './door';
import { httpHeaders, inWindow } from './transport';

export interface Change {
  noun: Noun;
  id: string;
}

export interface Ear {
  changed: (changes: readonly Change[]) => void;
  /** Some changes may have been missed. */
  missed: () => void;
}

/** Waits between tries, in ms; the last repeats. */
const waits = [500, 1000, 2000, 5000, 10_000];

export const backOff = (tries: number): number => waits[Math.min(tries, waits.length - 1)] ?? 10_000;

function changesIn(line: string): readonly Change[] {
  try {
    const parsed: unknown = JSON.parse(line);
    const found = typeof parsed === 'object' && parsed !== null && 'changes' in parsed ? parsed.changes : undefined;
    return Array.isArray(found) ? (found as Change[]) : [];
  } catch {
    return [];
  }
}

/** Splits arriving text into whole lines and tells their changes; keeps the unfinished rest. */
export function lineReader(heard: (changes: readonly Change[]) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    const changes = lines.flatMap((line) => (line.trim() ? changesIn(line) : []));
    if (changes.length > 0) heard(changes);
  };
}

async function readStream(ear: Ear, signal: AbortSignal, opened: () => void): Promise<void> {
  const response = await fetch('/changes', { headers: httpHeaders(), signal });
  if (!response.ok || !response.body) throw new Error(String(response.status));
  opened();
  const feed = lineReader(ear.changed);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) feed(step.value);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true });
  });
}

async function followHttp(ear: Ear, signal: AbortSignal): Promise<void> {
  let before = false;
  for (let tries = 0; !signal.aborted; tries += 1) {
    try {
      await readStream(ear, signal, () => {
        if (before) ear.missed();
        before = true;
        tries = 0;
        knock(undefined);
      });
    } catch (cause) {
      if (cause instanceof TypeError && !signal.aborted) knock('unreachable');
    }
    await pause(backOff(tries), signal);
  }
}

async function followTauri(ear: Ear, signal: AbortSignal): Promise<void> {
  const { listen } = await import('@tauri-apps/api/event');
  const stop = await listen<{ changes: Change[] }>('change', (event) => ear.changed(event.payload.changes));
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
}

/** Listens until the returned function is called. */
export function listenForChanges(ear: Ear): () => void {
  const stop = new AbortController();
  void (inWindow() ? followTauri(ear, stop.signal) : followHttp(ear, stop.signal));
  return () => stop.abort();
}
