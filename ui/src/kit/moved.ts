/** Lists whose items change places. Pure. */
/** The list with one of its items somewhere else. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length) return [...list];
  const rest = list.toSpliced(from, 1);
  return rest.toSpliced(to, 0, item);
}

/** Items in the order of `ids`; those it does not name follow as they were. */
export function byOrder<T>(items: readonly T[], ids: readonly string[], idOf: (item: T) => string): T[] {
  const place = (item: T) => (ids.includes(idOf(item)) ? ids.indexOf(idOf(item)) : ids.length);
  return items.toSorted((a, b) => place(a) - place(b));
}
