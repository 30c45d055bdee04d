/**
 * Whether the desk lets this screen in, learned from the codes of its answers. The frame shows sign-in, lock sheet, wizard
 * or the strip that says the desk cannot be reached; screens themselves never ask.
 */
import { useSyncExternalStore } from 'react';
import { sessionId } from './session';

const closing = ['signed_out', 'locked', 'must_change_password', 'not_set_up'] as const;
export type DoorState = 'open' | (typeof closing)[number];

export interface Door {
  state: DoorState;
  reachable: boolean;
}

/** Counts openings: an answer to something asked before the last one says nothing about the door now. */
let opened = 0;
let door: Door = { state: sessionId() ? 'open' : 'signed_out', reachable: true };
const listeners = new Set<() => void>();

function change(next: Door): void {
  if (next.state === door.state && next.reachable === door.reachable) return;
  door = next;
  listeners.forEach((heard) => heard());
}

function closingCode(code: string): DoorState | undefined {
  return closing.find((known) => known === code);
}

export const opening = (): number => opened;

/** Called with the code of each answer, undefined for a good one. A good answer never opens the door: that is `openDoor`. */
export function knock(code: string | undefined, asked = opened): void {
  if (code === 'unreachable') return change({ ...door, reachable: false });
  const state = code === undefined || asked !== opened ? undefined : closingCode(code);
  change({ state: state ?? door.state, reachable: true });
}

/** True for codes the frame answers itself, so that no notice is shown for them. */
export function isDoorCode(code: string): boolean {
  return code === 'unreachable' || closingCode(code) !== undefined;
}

export function openDoor(): void {
  opened += 1;
  change({ ...door, state: 'open' });
}

export function closeDoor(state: DoorState): void {
  change({ ...door, state });
}

export const doorNow = (): Door => door;

export function useDoor(): Door {
  return useSyncExternalStore((heard) => (listeners.add(heard), () => listeners.delete(heard)), doorNow);
}
