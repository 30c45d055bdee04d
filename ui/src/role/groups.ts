/** What a role can allow, grouped as people think of it, with the word of each. A permission that is missing here is a type error. */
import type { Permission, RoleRow } from '../ipc/bindings';
import type { words } from './words';

type Word = keyof (typeof words)['zh'];

export const names = {
  'conversation.work': 'conversationWork',
  'conversation.assign': 'conversationAssign',
  'ticket.work': 'ticketWork',
  'ticket.assign': 'ticketAssign',
  'ticket.merge': 'ticketMerge',
  'ticket.delete': 'ticketDelete',
  'customer.read': 'customerRead',
  'customer.write': 'customerWrite',
  'customer.merge': 'customerMerge',
  'customer.reveal': 'customerReveal',
  'knowledge.read': 'knowledgeRead',
  'knowledge.suggest': 'knowledgeSuggest',
  'knowledge.edit': 'knowledgeEdit',
  'knowledge.publish': 'knowledgePublish',
  'import.data': 'importData',
  'export.data': 'exportData',
  'shared.words': 'sharedWords',
  'settings.shops': 'settingsShops',
  'settings.staff': 'settingsStaff',
  'settings.tickets': 'settingsTickets',
  'audit.read': 'auditRead',
  'every.shop': 'everyShop',
} as const satisfies Record<Permission, Word>;

export const groups = [
  { name: 'groupConversation', permissions: ['conversation.work', 'conversation.assign'] },
  { name: 'groupTicket', permissions: ['ticket.work', 'ticket.assign', 'ticket.merge', 'ticket.delete'] },
  { name: 'groupCustomer', permissions: ['customer.read', 'customer.write', 'customer.merge', 'customer.reveal'] },
  { name: 'groupKnowledge', permissions: ['knowledge.read', 'knowledge.suggest', 'knowledge.edit', 'knowledge.publish'] },
  { name: 'groupShared', permissions: ['shared.words', 'every.shop'] },
  { name: 'groupData', permissions: ['import.data', 'export.data', 'audit.read'] },
  { name: 'groupSettings', permissions: ['settings.shops', 'settings.staff', 'settings.tickets'] },
] as const satisfies readonly { name: Word; permissions: readonly Permission[] }[];

export function toggled(held: readonly Permission[], permission: Permission): Permission[] {
  return held.includes(permission) ? held.filter((each) => each !== permission) : [...held, permission];
}

/** Built-in roles first, in the desk's order; then by name. */
export function ordered(roles: readonly RoleRow[]): RoleRow[] {
  return roles.toSorted((a, b) => Number(b.builtin) - Number(a.builtin) || (a.builtin ? 0 : a.name.localeCompare(b.name, 'zh')));
}
