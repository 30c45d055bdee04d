/** The draft about one thing: what stands in the box, and whether the desk has it. Saved on leaving the box, the tab or the page. */
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { DraftView } from '../ipc/bindings';
import { call } from '../ipc/client';
import { autosave, type Autosave, type SaveState } from './autosave';
import { keep, keptOf, type Kept } from './kept';

const savers = new Map<string, Autosave>();

function saverOf(about: string): Autosave {
  const saver = savers.get(about) ?? autosave(about, (draft) => call('draft.save', draft));
  savers.set(about, saver);
  return saver;
}

export interface WrittenDraft {
  draft: Kept;
  state: SaveState;
  write: (part: Partial<Kept>) => void;
  /** Saves now; call it when the box loses focus. */
  flush: () => void;
}

export function useDraft(about: string, saved: DraftView | null): WrittenDraft {
  const saver = saverOf(about);
  const [draft, setDraft] = useState(() => keptOf(about, saved));
  const state = useSyncExternalStore(saver.subscribe, saver.state);
  const write = useCallback(
    (part: Partial<Kept>) => {
      const before = keptOf(about, saved);
      const next = keep(about, saved, part);
      setDraft(next);
      if (next.text !== before.text || next.internal !== before.internal) saver.write(next.text, next.internal);
    },
    [about, saved, saver],
  );
  const flush = useCallback(() => void saver.flush(), [saver]);
  useEffect(() => {
    const hidden = () => document.visibilityState === 'hidden' && flush();
    document.addEventListener('visibilitychange', hidden);
    window.addEventListener('pagehide', flush);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush]);
  return { draft, state, write, flush };
}
