/** Business time as people write it. Minutes and hours only: how long a business day is depends on the calendar. Pure. */

/** '' → null (nothing promised); `30`, `30 分`, `45m`, `2 小时`, `1.5h`, `1:30`, `1 小时 30 分` → minutes; else undefined. */
export function minutesIn(text: string): number | null | undefined {
  const plain = text.trim().toLowerCase().replace(/：/g, ':').replace(/[\s\u00A0]+/g, '');
  if (plain === '') return null;
  const clock = /^(\d{1,5}):([0-5]\d)$/.exec(plain);
  if (clock) return bounded(Number(clock[1]) * 60 + Number(clock[2]));
  const found = /^(?:(\d+(?:\.\d+)?)(?:小时|时|hours?|hrs?|h))?(?:(\d+)(?:分钟|分|minutes?|mins?|m)?)?$/.exec(plain);
  if (!found || (found[1] === undefined && found[2] === undefined)) return undefined;
  return bounded(Math.round(Number(found[1] ?? 0) * 60) + Number(found[2] ?? 0));
}

/** A year round the clock, as the desk holds it. */
const MOST = 365 * 1440;

function bounded(minutes: number): number | undefined {
  return minutes >= 1 && minutes <= MOST ? minutes : undefined;
}

export interface Length {
  hours: number;
  minutes: number;
}

export function lengthOf(minutes: number): Length {
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}
