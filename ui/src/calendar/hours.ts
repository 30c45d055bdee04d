/** Opening hours as people write them: minutes after midnight to and from `09:00`, and what is wrong with a day's spans. Pure. */
import type { DaySpans, Week } from '../ipc/bindings';

export const DAY = 1440;

/** A moment someone is still typing, or wrote so that it cannot be read. */
export const UNREAD = -1;

export function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** `9`, `9:30`, `0930`, `09：30`, `24:00`; undefined for anything else. */
export function minutesOf(text: string): number | undefined {
  const plain = text.trim().replace(/[：.]/g, ':').replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
  const found = /^(\d{1,2})(?::(\d{2}))?$/.exec(plain) ?? /^(\d{1,2})(\d{2})$/.exec(plain);
  if (!found) return undefined;
  const [hours, minutes] = [Number(found[1]), Number(found[2] ?? 0)];
  const at = hours * 60 + minutes;
  return minutes < 60 && at <= DAY ? at : undefined;
}

export type SpanTrouble = 'unread' | 'order' | 'overlap';

/** The first thing wrong with a day, if anything; the desk holds to the same. */
export function troubleIn(spans: DaySpans): SpanTrouble | undefined {
  let end = 0;
  for (const [from, to] of spans) {
    if (from < 0 || to < 0) return 'unread';
    if (from >= to) return 'order';
    if (from < end) return 'overlap';
    end = to;
  }
  return undefined;
}

/** A further span where there is room: after the last one, else before the first; undefined when the day is full. */
export function furtherSpan(spans: DaySpans): [number, number] | undefined {
  if (spans.length === 0) return [9 * 60, 18 * 60];
  const last = Math.max(...spans.map(([, to]) => to));
  if (last + 60 < DAY) return [last + 60, Math.min(last + 240, DAY)];
  const first = Math.min(...spans.map(([from]) => from));
  return first >= 120 ? [first - 120, first - 60] : undefined;
}

export function inOrder(spans: DaySpans): DaySpans {
  return spans.toSorted((a, b) => a[0] - b[0]);
}

export function openMinutes(spans: DaySpans): number {
  return spans.reduce((sum, [from, to]) => sum + Math.max(0, to - from), 0);
}

export function weekMinutes(week: Week): number {
  return week.reduce((sum, spans) => sum + openMinutes(spans), 0);
}

/** Seven days, whatever was kept. */
export function wholeWeek(week: Week): Week {
  return Array.from({ length: 7 }, (_, day) => week[day] ?? []);
}
