/** One ticket as the desk would give it, for tests. */
import type { StoryEntry, Ticket, TicketDetail, TicketRow } from '../../ipc/bindings';

export const opened = new Date(2026, 10, 22, 10, 2).getTime();
const lin = { id: 'lin', name: '林晓雯', account: 'linxiaowen' };
const zhou = { id: 'zhou', name: '周敏', tier: null, phone: '137****6208', member_no: null, tags: [] };

export const aTicket: Ticket = {
  id: 't1', number: 'HZ07A-1842', subject: '空气炸锅 AF-520 内胆涂层起泡，要求换新', description: null, kind: null, state: 'open', priority: 'high',
  customer: 'zhou', shop: 'hz07', department: null, assignee: 'lin', watchers: [], tags: ['涂层问题'], fields: {}, checklist: {}, parent: null, links: [],
  merged_into: null, conversation: null, opened_at: opened, opened_by: 'lin', first_due: null, resolve_due: null, first_replied_at: null, resolved_at: null,
  paused_at: null, channel: 'wechat_kf', resolution: null, split_from: null, snoozed_until: null, paused_total_ms: 0, next_due: null,
  merge_undo: { state: null, resolved_at: null, customer: null, watchers: [], tags: [], links: [] },
};

export const aDetail: TicketDetail = {
  ticket: aTicket, kind: null, customer: zhou, assignee: lin, opened_by: lin, shop: { id: 'hz07', code: 'HZ07', name: '杭州滨江店' }, department: null, watchers: [],
  promises: [], parent: null, children: [], links: [], merged: [], merged_into: null, next_states: ['waiting_customer', 'waiting_other', 'resolved'], open_points: [],
  rating: null, messages: 0, draft: null, updated_at: opened,
};

export const aRow: TicketRow = {
  id: 't2', number: 'HZ07A-1839', subject: '净水器换芯后接口漏水', kind: null, kind_name: '上门维修', state: 'open', priority: 'normal', customer: zhou, assignee: lin,
  department: null, shop: null, channel: 'hotline', promise: null, opened_at: opened, updated_at: opened, tags: [], checks_done: 0, checks: 0, merged_into: null, snoozed_until: null,
};

export const anEntry: StoryEntry = { at: opened, who: lin, actor: 'staff', what: 'opened', text: '建单', message: null, ticket: null };
