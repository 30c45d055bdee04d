/** An edit session for as long as its page is open. Leaving the page, the tab or the window saves first. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { call } from '../../ipc/client';
import { announce } from '../../ipc/hooks';
import { CallError } from '../../ipc/error';
import { editSession, type EditSession, type Snapshot, type Start } from './session';

export function useEditSession(start: Start): { session: EditSession; now: Snapshot } {
  const [session] = useState(() => editSession(start, async (input) => {
    try {
      return await call('knowledge.save', input);
    } catch (error) {
      if (!(error instanceof CallError) || (error.code !== 'knowledge.changed' && error.code !== 'unreachable')) announce('knowledge.save', error);
      throw error;
    }
  }));
  const now = useSyncExternalStore(session.subscribe, session.snapshot);
  useEffect(() => {
    const hidden = () => document.visibilityState === 'hidden' && void session.flush();
    const leaving = (event: BeforeUnloadEvent) => {
      const { state } = session.snapshot();
      void session.flush();
      if (state === 'waiting' || state === 'saving' || state === 'stuck' || state === 'conflict') event.preventDefault();
    };
    document.addEventListener('visibilitychange', hidden);
    window.addEventListener('beforeunload', leaving);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      window.removeEventListener('beforeunload', leaving);
      void session.flush();
    };
  }, [session]);
  return { session, now };
}
