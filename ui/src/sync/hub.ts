/** How the line to head office stands, read once for the whole window; and whether the queue is open. */
import { useEffect, useSyncExternalStore } from 'react';
import type { HubState } from '../ipc/bindings';
import { call } from '../ipc/client';
import { useCall } from '../ipc/hooks';
import { Shared } from '../kit/shared';
import { setUnsent } from '../kit/unsent';

/** ms: what waits changes with every commit, the line without any. */
export const EVERY = 3000;

export const tabs = ['waiting', 'told', 'conflicts'] as const;
export type Tab = (typeof tabs)[number];

/** Only one place on the screen asks again and again; others read what it heard. */
export function useHub(every?: number): HubState | undefined {
  return useCall('hub.state', {}, every ? { every } : {}).data;
}

export function hasHub(hub: HubState | undefined): hub is HubState {
  return hub !== undefined && hub.line !== 'alone';
}

const queue = new Shared<Tab | undefined>(undefined);

export const openQueue = (tab: Tab = 'waiting'): void => queue.set(tab);
export const closeQueue = (): void => queue.set(undefined);

/** The tab that is open; undefined while the queue is closed. */
export function useQueue(): Tab | undefined {
  return useSyncExternalStore(queue.subscribe, queue.get);
}

/** Asks for the records that are not at head office yet while something waits, for the dots of lists. */
export function useFollowUnsent(hub: HubState | undefined): void {
  const waits = hasHub(hub) && hub.waiting > 0;
  const ids = useCall('hub.unsent', waits ? {} : 'skip', waits ? { every: EVERY } : {}).data;
  useEffect(() => setUnsent(new Set(waits ? ids : [])), [waits, ids]);
}

/** Whether head office lacks something that people did. Going out works even when the desk cannot say. */
export async function somethingUnsent(): Promise<boolean> {
  const hub = await call('hub.state', {}).catch(() => undefined);
  return hasHub(hub) && hub.waiting > 0;
}
