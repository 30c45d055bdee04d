/** What a new ticket will be, while it is being written. Kept as long as the page lives, so that closing the sheet loses nothing. Pure but for `kept`. */
import type { Channel, CreateTicket, CustomerCard, Id, Priority } from '../ipc/bindings';
import type { TicketType } from '../ipc/bindings';
import { filledIn } from '../ticket_type/form';

export interface NewTicket {
  subject: string;
  description: string;
  kind: Id | null;
  /** None: the type's own. */
  priority: Priority | null;
  customer: CustomerCard | null;
  shop: Id | null;
  department: Id | null;
  assignee: Id | null;
  channel: Channel | null;
  tags: string[];
  fields: Record<string, string>;
}

/** Where the ticket comes from; fixed while the sheet is open. */
export interface Origin {
  conversation?: Id;
  parent?: Id;
  customer?: CustomerCard | null;
  channel?: Channel | null;
  shop?: Id | null;
  subject?: string;
}

export function startOf(origin: Origin): NewTicket {
  return {
    subject: origin.subject ?? '', description: '', kind: null, priority: null, customer: origin.customer ?? null, shop: origin.shop ?? null,
    department: null, assignee: null, channel: origin.channel ?? 'counter', tags: [], fields: {},
  };
}

/** Only the type's own fields go along: what was typed under another type is not sent. */
export function asInput(ticket: NewTicket, type: TicketType | null, origin: Origin): CreateTicket {
  return {
    subject: ticket.subject.trim(), description: ticket.description.trim(), kind: ticket.kind, priority: ticket.priority ?? type?.priority ?? null,
    customer: ticket.customer?.id ?? null, shop: ticket.shop, department: ticket.department ?? type?.department ?? null, assignee: ticket.assignee,
    conversation: origin.conversation ?? null, channel: ticket.channel, tags: ticket.tags, fields: filledIn(type, ticket.fields), parent: origin.parent ?? null,
  };
}

export type Lack = 'needSubject' | 'needShop';

export function lackIn(ticket: NewTicket, mustChooseShop: boolean): Lack | undefined {
  if (ticket.subject.trim() === '') return 'needSubject';
  return mustChooseShop && ticket.shop === null ? 'needShop' : undefined;
}

const kept = new Map<string, NewTicket>();

function nameOf(origin: Origin): string {
  return origin.conversation ?? origin.parent ?? '';
}

export const keptTicket = (origin: Origin) => kept.get(nameOf(origin));
export const keepTicket = (origin: Origin, ticket: NewTicket) => void kept.set(nameOf(origin), ticket);
export const forgetTicket = (origin: Origin) => void kept.delete(nameOf(origin));
