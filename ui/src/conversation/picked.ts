/** Which rows are ticked. Pure; ids that left the list are dropped, so that nothing unseen is ever acted on. */
export type Picked = ReadonlySet<string>;

export const none: Picked = new Set();

export function toggle(picked: Picked, id: string): Picked {
  const next = new Set(picked);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** Ticks everything from the row last ticked to this one. */
export function upTo(picked: Picked, order: readonly string[], last: string | undefined, id: string): Picked {
  const from = last === undefined ? -1 : order.indexOf(last);
  const to = order.indexOf(id);
  if (to < 0) return picked;
  if (from < 0) return new Set([...picked, id]);
  return new Set([...picked, ...order.slice(Math.min(from, to), Math.max(from, to) + 1)]);
}

export function stillThere(picked: Picked, order: readonly string[]): Picked {
  const left = order.filter((id) => picked.has(id));
  return left.length === picked.size ? picked : new Set(left);
}
