/** Who may use a reply or a macro: oneself, one shop, everyone; and whether a person may change it. Pure. */
import type { Id } from '../ipc/bindings';

export type Reach = 'me' | 'shop' | 'all';

interface Shared {
  owner: Id | null;
  shop: Id | null;
}

export function reachOf({ owner, shop }: Shared): Reach {
  if (owner !== null) return 'me';
  return shop === null ? 'all' : 'shop';
}

/** One's own may always be changed, shared ones by those who keep the shared words. */
export function mayChange(shared: Shared, mayShare: boolean): boolean {
  return shared.owner !== null || mayShare;
}

/** How the desk is told; a shop stays with `shop` only. */
export function saidAs(reach: Reach, shop: Id | null): { private: boolean; shop: Id | null } {
  return { private: reach === 'me', shop: reach === 'shop' ? shop : null };
}
