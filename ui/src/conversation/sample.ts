/** Conversations for tests: plain unless said otherwise. */
import type { Conversation, ConversationDetail, ConversationRow, CustomerCard, Me } from '../ipc/bindings';

export const lin = { id: 's1', name: 'Lin', account: 'lin' };
export const shop = { id: 'h1', code: 'HZ07', name: 'Binjiang' };

export const me: Me = {
  staff: lin, permissions: ['conversation.work', 'conversation.assign', 'ticket.work', 'customer.read', 'customer.write', 'knowledge.read'], organisation: 'Q', shop, shops: [shop],
  every_shop: false, must_change_password: false, has_pin: false, idle_lock_min: 0, undo_send_ms: 5000, preferences: {},
};

export function customer(id: string, name: string, rest: Partial<CustomerCard> = {}): CustomerCard {
  return { id, name, tier: null, phone: null, member_no: null, tags: [], ...rest };
}

export function row(id: string, title: string, rest: Partial<ConversationRow> = {}): ConversationRow {
  return {
    id, channel: 'web', customer: null, title, state: 'open', last_at: 0, preview: '', preview_from: 'customer', unread: 0, reply_due: null, paused: false, mood: null, has_draft: false,
    draft: null, ticket_number: null, assignee: lin, shop, snoozed_until: null, unsent: 0, mentioned: false, tags: [], ...rest,
  };
}

export function conversation(id: string, rest: Partial<Conversation> = {}): Conversation {
  return {
    id, channel: 'web', customer: null, shop: shop.id, department: null, assignee: lin.id, state: 'open', subject: null, tags: [], snoozed_until: null, reply_due: null, first_due: null,
    first_replied_at: null, ended_at: null, mood: null, ticket: null, opened_at: 0, external: null, opened_by: null, paused_at: null, read_marks: {}, ...rest,
  };
}

export function detail(id: string, rest: Partial<ConversationDetail> = {}): ConversationDetail {
  return { conversation: conversation(id), customer: null, shop, assignee: lin, department: null, tickets: [], budget: null, draft: null, rating: null, unread: 0, ...rest };
}
