/** The opened-since choices of a list. Whole days in the device's zone; `now` is an argument. Pure. */
import type { Filter } from '../ipc/bindings';

export const spans = ['today', 'week', 'month', 'quarter'] as const;
export type Span = (typeof spans)[number];

const days: Record<Span, number> = { today: 0, week: 6, month: 29, quarter: 89 };

function midnight(now: number, back: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - back).getTime();
}

export type Opened = Pick<Filter, 'opened_after' | 'opened_before'>;

export function openedWithin(span: Span, now: number): Opened {
  return { opened_after: midnight(now, days[span]), opened_before: null };
}

/** Which choice a filter stands for today, if any. */
export function spanOf(filter: Opened, now: number): Span | undefined {
  if (filter.opened_before !== null) return undefined;
  return spans.find((span) => openedWithin(span, now).opened_after === filter.opened_after);
}

/** A range of days, both included: the desk's end is the first moment that no longer counts. */
export function openedBetween(from: number | null, to: number | null): Opened {
  return { opened_after: from === null ? null : midnight(from, 0), opened_before: to === null ? null : midnight(to, -1) };
}

/** The last day of a range, for showing it. */
export function lastDay(filter: Opened): number | null {
  return filter.opened_before === null ? null : filter.opened_before - 1;
}
