/** What stands between a ticket and being resolved: what must be done first, and what may be left open. Pure. */
import type { CheckItem, Checklist, TicketDetail } from '../../ipc/bindings';
import { missingIn } from '../../ticket_type/form';

export interface Line {
  key: string;
  item: CheckItem;
}

/** A checklist in the order people gave it. */
export function linesOf(checklist: Checklist): Line[] {
  const lines = Object.entries(checklist).flatMap(([key, item]) => (item ? [{ key, item }] : []));
  return lines.toSorted((a, b) => a.item.position - b.item.position || a.key.localeCompare(b.key));
}

export interface Points {
  /** Resolving is refused while these stand, as the desk says them. */
  blocking: string[];
  optional: string[];
}

/** The desk gives the sentences, required ones first: fields, then required lines, then the rest. */
export function pointsOf({ ticket, kind, open_points }: Pick<TicketDetail, 'ticket' | 'kind' | 'open_points'>): Points {
  const required = linesOf(ticket.checklist).filter(({ item }) => item.required && !item.done).length;
  const blocking = missingIn(kind, ticket.fields).length + required;
  return { blocking: open_points.slice(0, blocking), optional: open_points.slice(blocking) };
}
