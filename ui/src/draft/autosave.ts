/**
 * Writes a draft through to the desk: a second after the last stroke, at once when the box is left. Keeps trying while the
 * desk cannot be reached. One per thing written about; no React here, so that it outlives the screen it began on.
 */
import type { SaveDraft } from '../ipc/bindings';
import { CallError } from '../ipc/error';

export type SaveState = 'idle' | 'waiting' | 'saving' | 'saved' | 'stuck';

export interface Autosave {
  write: (text: string, internal: boolean) => void;
  /** Saves now what is not saved yet. */
  flush: () => Promise<void>;
  state: () => SaveState;
  subscribe: (heard: () => void) => () => void;
}

const PAUSE = 1000;
const AGAIN = 4000;

export function autosave(about: string, save: (draft: SaveDraft) => Promise<unknown>): Autosave {
  let next: SaveDraft | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;
  let state: SaveState = 'idle';
  const listeners = new Set<() => void>();

  const become = (now: SaveState) => {
    if (now === state) return;
    state = now;
    listeners.forEach((heard) => heard());
  };
  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };
  const once = async (draft: SaveDraft) => {
    become('saving');
    try {
      await save(draft);
      if (!next) become('saved');
    } catch (error) {
      next ??= draft;
      become('stuck');
      if (error instanceof CallError && error.code === 'unreachable') later(AGAIN);
    }
  };
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    await running;
    const draft = next;
    if (!draft) return;
    next = undefined;
    running = once(draft);
    await running;
    running = undefined;
  };
  return {
    write: (text, internal) => {
      next = { about, text, internal };
      become('waiting');
      later(PAUSE);
    },
    flush,
    state: () => state,
    subscribe: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
}
