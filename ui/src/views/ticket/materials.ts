/** What stands on a ticket for those it is handed to, and what they will miss. Pure. */
import type { Story, TicketDetail } from '../../ipc/bindings';
import { missingIn } from '../../ticket_type/form';
import { linesOf } from './points';
import { filesOf } from './story';

export type Material =
  | { of: 'thread'; count: number }
  | { of: 'files'; count: number }
  | { of: 'checks'; done: number; all: number }
  | { of: 'description' }
  | { of: 'fields'; names: string[] };

export interface Materials {
  has: Material[];
  /** Labels of required fields that are empty. */
  lacks: string[];
}

export function materialsOf({ ticket, kind, messages }: Pick<TicketDetail, 'ticket' | 'kind' | 'messages'>, story: Story | undefined): Materials {
  const files = filesOf(story).length;
  const lines = linesOf(ticket.checklist);
  const done = lines.filter(({ item }) => item.done).length;
  const fields = (kind?.fields ?? []).filter((field) => ticket.fields[field.key]);
  const has: Material[] = [
    ...(ticket.conversation && messages > 0 ? [{ of: 'thread' as const, count: messages }] : []),
    ...(files > 0 ? [{ of: 'files' as const, count: files }] : []),
    ...(ticket.description ? [{ of: 'description' as const }] : []),
    ...(lines.length > 0 ? [{ of: 'checks' as const, done, all: lines.length }] : []),
    ...(fields.length > 0 ? [{ of: 'fields' as const, names: fields.map((field) => field.label) }] : []),
  ];
  return { has, lacks: missingIn(kind, ticket.fields).map((field) => field.label) };
}
