/** Finds a command by a few of its letters, in order. Records are found by the desk's search, never by this. */
export interface Match {
  score: number;
  /** Indices of the characters that matched. */
  at: number[];
}

const START = 8;
const WORD_START = 6;
const FOLLOWS = 10;

function isWordStart(text: string, i: number): boolean {
  const before = text[i - 1];
  return before === undefined || /[\s·・「（(/-]/.test(before);
}

function matchFrom(query: string, text: string, from: number): Match | undefined {
  const at: number[] = [];
  let score = 0;
  for (let q = 0, i = from; q < query.length; q += 1, i += 1) {
    i = text.indexOf(query[q] ?? '', i);
    if (i < 0) return undefined;
    score += 1 + (i === 0 ? START : isWordStart(text, i) ? WORD_START : 0) + (at.at(-1) === i - 1 ? FOLLOWS : 0);
    at.push(i);
  }
  const spread = (at.at(-1) ?? 0) - (at[0] ?? 0) - at.length + 1;
  return { score: score - spread * 0.5 - text.length * 0.01, at };
}

/** The best way `query` runs through `text`; undefined when it does not. Case and spaces in the query do not count. */
export function fuzzy(query: string, text: string): Match | undefined {
  const wanted = query.toLowerCase().replace(/\s+/g, '');
  const within = text.toLowerCase();
  if (wanted === '') return { score: 0, at: [] };
  let best: Match | undefined;
  for (let from = within.indexOf(wanted[0] ?? ''); from >= 0; from = within.indexOf(wanted[0] ?? '', from + 1)) {
    const found = matchFrom(wanted, within, from);
    if (found && (!best || found.score > best.score)) best = found;
  }
  return best;
}
