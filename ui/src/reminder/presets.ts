/** The moments one puts things off to. Pure: `now` is an argument, the zone is the device's. */
const HOUR = 3_600_000;

export const presetNames = ['oneHour', 'threeHours', 'tomorrow', 'threeDays', 'oneWeek'] as const;
export type PresetName = (typeof presetNames)[number];

/** What the desk refuses beyond this many days. */
export const LONGEST_DAYS = 90;

function atNine(now: number, days: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, 9).getTime();
}

function untilOf(name: PresetName, now: number): number {
  switch (name) {
    case 'oneHour':
      return now + HOUR;
    case 'threeHours':
      return now + 3 * HOUR;
    case 'tomorrow':
      return atNine(now, 1);
    case 'threeDays':
      return atNine(now, 3);
    case 'oneWeek':
      return atNine(now, 7);
  }
}

/** In the order of the menu; `until` in ms. Whole days end at nine in the morning, when the shop opens. */
export function snoozePresets(now: number): { name: PresetName; until: number }[] {
  return presetNames.map((name) => ({ name, until: untilOf(name, now) }));
}

export type TimeTrouble = 'needTime' | 'needFuture' | 'tooFar';

/** Why a chosen moment cannot be, if it cannot. */
export function troubleWith(until: number | undefined, now: number): TimeTrouble | undefined {
  if (until === undefined) return 'needTime';
  if (until <= now) return 'needFuture';
  return until > now + LONGEST_DAYS * 24 * HOUR ? 'tooFar' : undefined;
}
