/** The purposes a shop asks leave for, and what the card says about each: a time in ms when given, `0` when taken back. */
export const purposes = ['service', 'marketing', 'profiling', 'recording', 'share'] as const;
export type Purpose = (typeof purposes)[number];

export type Stand = { stand: 'never' } | { stand: 'withdrawn' } | { stand: 'given'; at: number };

export function standOf(text: string | undefined): Stand {
  if (text === undefined) return { stand: 'never' };
  const at = Number(text);
  return Number.isFinite(at) && at > 0 ? { stand: 'given', at } : { stand: 'withdrawn' };
}

/** Ours first in their order, then any other the card holds. */
export function purposesOn(consent: Record<string, string>): string[] {
  const others = Object.keys(consent).filter((purpose) => !purposes.some((ours) => ours === purpose));
  return [...purposes, ...others.sort()];
}
