/** Phrases as lines of a box. Pure; the desk checks again. */

export const FEWEST = 3;

/** Each phrase once, blank lines left out. */
export function phrasesOf(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()).filter((line) => line !== ''))];
}

/** How many phrases are still missing. */
export function lacking(text: string): number {
  return Math.max(0, FEWEST - phrasesOf(text).length);
}
