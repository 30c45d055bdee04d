/** Which promise a ticket is judged by now, and how it is said. Pure: `now` is an argument. */
import type { PromiseView, Ticket } from '../ipc/bindings';
import { currentLang, type Lang } from '../kit/i18n';
import type { PromiseState } from '../kit/promise-clock';
import { duration } from '../kit/time';
import { isLive } from './names';

/** Whether somebody still waits for it: a promise broken but owed keeps counting, one that was kept late is over. */
export function isOwed(promise: PromiseView, ticket: Pick<Ticket, 'state' | 'first_replied_at'>): boolean {
  if (!isLive(ticket.state) || promise.state === 'met') return false;
  return promise.metric !== 'first_reply' || ticket.first_replied_at === null;
}

export function kitState(promise: PromiseView, owed: boolean): PromiseState {
  if (promise.state === 'late') return owed ? 'running' : 'missed';
  return promise.state;
}

export interface Standing {
  promise: PromiseView;
  owed: boolean;
}

function rank({ promise, owed }: Standing): number {
  if (!owed) return 2;
  return promise.state === 'paused' ? 1 : 0;
}

/** What is owed soonest; else what stands still; else the resolution, kept or not. */
export function leading(promises: readonly PromiseView[], ticket: Pick<Ticket, 'state' | 'first_replied_at'>): Standing | undefined {
  const all = promises.map((promise) => ({ promise, owed: isOwed(promise, ticket) }));
  return all.toSorted((a, b) => rank(a) - rank(b) || (rank(a) === 2 ? b.promise.due - a.promise.due : a.promise.due - b.promise.due))[0];
}

/** ms until it is due, negative once late: counts on while it is owed, stands when it does not run. */
export function leftAt({ promise, owed }: Standing, now: number): number {
  return owed && promise.state !== 'paused' ? promise.due - now : promise.left_ms;
}

/** How much of the promised time is left, 0 to 1. */
export function shareLeft(standing: Standing, now: number): number {
  const whole = standing.promise.due - standing.promise.started;
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, leftAt(standing, now) / whole));
}

export type RingTone = 'accent' | 'warn' | 'danger' | 'ok' | 'ink3';

export function ringTone(standing: Standing, now: number): RingTone {
  const left = leftAt(standing, now);
  if (left < 0) return 'danger';
  if (!standing.owed) return 'ok';
  if (standing.promise.state === 'paused') return 'ink3';
  return left < 10 * MINUTE || shareLeft(standing, now) < 0.2 ? 'warn' : 'accent';
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const two = (n: number) => String(n).padStart(2, '0');

/** At most five characters for the centre of the ring: `4:12` minutes, `5:20` hours, `3 天` (`3 d`) days. */
export function ringText(left: number, lang: Lang = currentLang()): string {
  const length = Math.abs(left);
  if (length >= DAY) return duration(length - (length % DAY), lang);
  if (length >= HOUR) return `${Math.floor(length / HOUR)}:${two(Math.floor((length % HOUR) / MINUTE))}`;
  return `${Math.floor(length / MINUTE)}:${two(Math.floor((length % MINUTE) / 1000))}`;
}
