/**
 * Where one stands in the list: view, filter, row. Lives as long as the page, so that going back from a ticket finds the same
 * list, and so that a ticket knows its neighbours.
 */
import { useSyncExternalStore } from 'react';
import type { Filter, Id, View } from '../../ipc/bindings';
import { baseOf, blank, isBuiltIn, type BuiltIn } from '../../view/filter';

export interface Place {
  /** Key of a built-in view, or id of a saved one. */
  tab: string;
  filter: Filter;
  /** The row the keyboard is on. */
  row: Id | undefined;
}

let place: Place = { tab: 'all', filter: { ...blank, sort: 'updated' }, row: undefined };
const listeners = new Set<() => void>();

export function go(part: Partial<Place>): void {
  place = { ...place, ...part };
  listeners.forEach((heard) => heard());
}

export function usePlace(): Place {
  return useSyncExternalStore((heard) => (listeners.add(heard), () => listeners.delete(heard)), () => place);
}

/** What a view shows by itself; a saved view that is gone shows all. */
export function filterOf(tab: string, views: readonly View[]): Filter {
  const base = isBuiltIn(tab) ? baseOf(tab) : (views.find((view) => view.id === tab)?.filter ?? blank);
  return { ...base, sort: base.sort ?? 'updated' };
}

/** The order in which the list was last seen, for going from ticket to ticket. */
export interface Order {
  /** A view of ours by its key, since its name follows the language, or a saved one by its name. */
  view: { key: BuiltIn } | { name: string };
  ids: readonly Id[];
  total: number;
}

let order: Order = { view: { name: '' }, ids: [], total: 0 };

export function keepOrder(next: Order): void {
  order = next;
}

export interface Neighbours {
  view: Order['view'];
  /** From 1; 0 when the ticket is not in the list. */
  at: number;
  total: number;
  previous: Id | undefined;
  next: Id | undefined;
}

export function neighboursIn({ view, ids, total }: Order, id: Id): Neighbours {
  const at = ids.indexOf(id);
  return { view, at: at + 1, total, previous: at > 0 ? ids[at - 1] : undefined, next: at >= 0 ? ids[at + 1] : undefined };
}

export const neighboursOf = (id: Id) => neighboursIn(order, id);
