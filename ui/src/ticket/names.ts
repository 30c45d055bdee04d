/** The names and looks of states, priorities and promises: one table each, so that every screen says the same. */
import type { Metric, Priority, TicketState } from '../ipc/bindings';
import type { Tone } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { words } from './words';

export const states = ['new', 'open', 'waiting_customer', 'waiting_other', 'resolved', 'closed'] as const satisfies readonly TicketState[];
export const priorities = ['urgent', 'high', 'normal', 'low'] as const satisfies readonly Priority[];

const stateWord = {
  new: 'stateNew', open: 'stateOpen', waiting_customer: 'stateWaitingCustomer', waiting_other: 'stateWaitingOther', resolved: 'stateResolved', closed: 'stateClosed',
} as const satisfies Record<TicketState, string>;

const priorityWord = { low: 'priorityLow', normal: 'priorityNormal', high: 'priorityHigh', urgent: 'priorityUrgent' } as const satisfies Record<Priority, string>;

const metricWord = { first_reply: 'firstReply', next_reply: 'nextReply', resolve: 'resolve' } as const satisfies Record<Metric, string>;

/** `info` waits for someone else, `warn` nobody has looked yet. */
export const stateTone: Record<TicketState, Tone> = { new: 'warn', open: 'accent', waiting_customer: 'info', waiting_other: 'info', resolved: 'ok', closed: 'plain' };

export function isLive(state: TicketState): boolean {
  return state !== 'resolved' && state !== 'closed';
}

export function isPressing(priority: Priority): boolean {
  return priority === 'high' || priority === 'urgent';
}

export interface Names {
  state: (state: TicketState) => string;
  priority: (priority: Priority) => string;
  metric: (metric: Metric) => string;
}

export function useNames(): Names {
  const t = useWords(words);
  return { state: (state) => t(stateWord[state]), priority: (priority) => t(priorityWord[priority]), metric: (metric) => t(metricWord[metric]) };
}
