/** What waits in each room, as numbers on the rail. */
import { useCall } from '../../ipc/hooks';
import { useMay } from '../../ipc/me';
import type { Badges } from './rail';

/** Promises run out without a commit, so the counts are read again now and then. */
const EVERY = 60_000;

export function useBadges(): Badges {
  const may = useMay();
  const counts = useCall('conversation.counts', may('conversation.work') ? {} : 'skip', { every: EVERY });
  const waiting = counts.data?.views.find((view) => view.key === 'waiting')?.count ?? 0;
  return { inbox: waiting };
}
