/** What actions and records are called in the trail. */
import type { AuditAction, Noun } from '../ipc/bindings';
import { useWords } from '../kit/i18n';
import { words } from './words';

const actionWord = {
  sign_in: 'signIn', sign_out: 'signOut', lock: 'lock', unlock: 'unlock', switch_staff: 'switchStaff', reveal: 'reveal', view_personal: 'viewPersonal', export: 'export', import: 'import', change: 'change', denied: 'denied',
} as const satisfies Record<AuditAction, string>;

const nounWord = {
  organisation: 'nounOrganisation', shop: 'nounShop', department: 'nounDepartment', role: 'nounRole', staff: 'nounStaff', customer: 'nounCustomer', conversation: 'nounConversation', message: 'nounMessage', ticket: 'nounTicket',
  ticket_type: 'nounTicketType', calendar: 'nounCalendar', sla_policy: 'nounSlaPolicy', canned_reply: 'nounCannedReply', macro: 'nounMacro', view: 'nounView', reminder: 'nounReminder', rating: 'nounRating', category: 'nounCategory',
  article: 'nounArticle', revision: 'nounRevision', suggestion: 'nounSuggestion', attachment: 'nounAttachment', audit: 'nounAudit', draft: 'nounDraft', intent: 'nounIntent',
} as const satisfies Record<Noun, string>;

/** In the order of the filter: what is asked for most comes first. */
export const actions = ['reveal', 'view_personal', 'export', 'import', 'denied', 'change', 'sign_in', 'sign_out', 'switch_staff', 'lock', 'unlock'] as const satisfies readonly AuditAction[];

function isNoun(text: string): text is Noun {
  return text in nounWord;
}

export interface TrailNames {
  action: (action: AuditAction) => string;
  /** A noun that this version does not know is shown as it is. */
  noun: (noun: string) => string;
}

export function useTrailNames(): TrailNames {
  const t = useWords(words);
  return { action: (action) => t(actionWord[action]), noun: (noun) => (isNoun(noun) ? t(nounWord[noun]) : noun) };
}
