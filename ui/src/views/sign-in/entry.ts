/** Coming in and going out: the only places that set or drop the session of this page. */
import { cache } from '../../ipc/cache';
import type { Me, SignedIn } from '../../ipc/bindings';
import { call } from '../../ipc/client';
import { closeDoor, openDoor } from '../../ipc/door';
import { announce } from '../../ipc/hooks';
import { setSession } from '../../ipc/session';

/** After sign-in, switch or set-up. What the person before read is forgotten first. */
export function enter({ session, me }: SignedIn): void {
  setSession(session);
  cache.clear();
  cache.setQueryData(['session.me', {}], me);
  if (me.must_change_password) closeDoor('must_change_password');
  else openDoor();
}

/** After unlock: same person, what they read may be stale. */
export function carryOn(me?: Me): void {
  if (me) cache.setQueryData(['session.me', {}], me);
  openDoor();
  void cache.invalidateQueries();
}

export async function signOut(): Promise<void> {
  await call('session.sign_out', {}).catch(() => undefined); // going out works even when the desk cannot hear it
  setSession(undefined);
  cache.clear();
  closeDoor('signed_out');
}

export async function lockNow(): Promise<void> {
  try {
    await call('session.lock', {});
    closeDoor('locked');
  } catch (error) {
    announce('session.lock', error);
  }
}
