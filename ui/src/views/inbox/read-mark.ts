/** Marks a conversation read once it has really been looked at: 0.7 s on the screen, window in sight, not just set to unread. */
import { useEffect, useSyncExternalStore } from 'react';
import { useAct } from '../../ipc/hooks';

const LOOK = 700;

function watchSight(heard: () => void): () => void {
  document.addEventListener('visibilitychange', heard);
  return () => document.removeEventListener('visibilitychange', heard);
}

export function useReadMark(id: string, unread: number, leftUnread: boolean): void {
  const { mutate } = useAct('conversation.mark', { quiet: true });
  const inSight = useSyncExternalStore(watchSight, () => document.visibilityState === 'visible');
  useEffect(() => {
    if (unread === 0 || leftUnread || !inSight) return;
    const timer = setTimeout(() => mutate({ id, read: true }), LOOK);
    return () => clearTimeout(timer);
  }, [id, unread, leftUnread, inSight, mutate]);
}
