/** Which rows are ticked. Pure. What left the list stays ticked only if everything was ticked at once, which names ids not yet loaded. */
import type { Id } from '../../ipc/bindings';

export type Picked = ReadonlySet<Id>;

export const none: Picked = new Set();

export function toggled(picked: Picked, id: Id): Picked {
  const next = new Set(picked);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** Ticks everything from the row last ticked to this one. */
export function stretched(picked: Picked, order: readonly Id[], last: Id | undefined, id: Id): Picked {
  const from = last === undefined ? -1 : order.indexOf(last);
  const to = order.indexOf(id);
  if (from < 0 || to < 0) return new Set([...picked, id]);
  return new Set([...picked, ...order.slice(Math.min(from, to), Math.max(from, to) + 1)]);
}
