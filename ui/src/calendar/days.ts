/** Days that the week does not tell: holidays, shown as runs, and working days made up for them. Dates are `YYYY-MM-DD`. Pure. */
import type { Holidays } from '../ipc/bindings';

export interface Run {
  from: string;
  to: string;
  days: number;
  why: string;
}

const DAY_MS = 86_400_000;

const two = (n: number) => String(n).padStart(2, '0');

export function nextDay(date: string): string {
  const next = new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS);
  return `${next.getUTCFullYear()}-${two(next.getUTCMonth() + 1)}-${two(next.getUTCDate())}`;
}

/** Days one after another with the same reason are one run, in order. */
export function runsOf(holidays: Holidays): Run[] {
  const runs: Run[] = [];
  for (const [date, why] of Object.entries(holidays).toSorted(([a], [b]) => a.localeCompare(b))) {
    const last = runs.at(-1);
    if (last && last.why === why && nextDay(last.to) === date) Object.assign(last, { to: date, days: last.days + 1 });
    else runs.push({ from: date, to: date, days: 1, why });
  }
  return runs;
}

/** Both ends included; nothing when they are the wrong way round. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to && days.length < 400; day = nextDay(day)) days.push(day);
  return days;
}

export function withRun(holidays: Holidays, from: string, to: string, why: string): Holidays {
  return { ...holidays, ...Object.fromEntries(daysBetween(from, to).map((day) => [day, why])) };
}

export function withoutDays<T>(days: Record<string, T>, gone: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(days).filter(([day]) => !gone.includes(day)));
}

/** 0 is Monday, as in a calendar's week. */
export function weekdayOf(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}
