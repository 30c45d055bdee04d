/** The states a ticket goes through, for the line under its title: what is behind, where it is, what may come. Pure. */
import type { TicketState } from '../ipc/bindings';
import { isLive } from './names';

export interface Step {
  state: TicketState;
  at: 'done' | 'now' | 'ahead';
}

const live: readonly TicketState[] = ['new', 'open', 'waiting_other', 'waiting_customer', 'resolved'];

/** Waiting is shown while it may still come; once resolved, only what every ticket went through. */
export function pathOf(state: TicketState): Step[] {
  if (isLive(state)) {
    const at = live.indexOf(state);
    const behind = (step: TicketState, i: number) => i < at && (step === 'new' || step === 'open');
    return live.map((step, i) => ({ state: step, at: step === state ? 'now' : behind(step, i) ? 'done' : 'ahead' }));
  }
  const over: readonly TicketState[] = ['new', 'open', 'resolved', 'closed'];
  return over.map((step) => ({ state: step, at: step === state ? 'now' : step === 'closed' ? 'ahead' : 'done' }));
}
