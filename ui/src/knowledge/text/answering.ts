/** Where in an article the words of a search result stand, so that the reader opens it there. Pure. */

const GRAM = 4;
/** Below this share of the snippet found, nothing is pointed at. */
const ENOUGH = 0.35;

const letters = (text: string) => [...text.toLowerCase().replace(/[\s\p{P}\p{S}]+/gu, '')];

function grams(text: string): Set<string> {
  const all = letters(text);
  if (all.length <= GRAM) return new Set(all.length > 0 ? [all.join('')] : []);
  return new Set(all.slice(0, all.length - GRAM + 1).map((_, i) => all.slice(i, i + GRAM).join('')));
}

/** Index of the block that holds most of the snippet; undefined when none holds enough of it. */
export function answeringBlock(blocks: readonly string[], snippet: string): number | undefined {
  const wanted = grams(snippet);
  if (wanted.size === 0) return undefined;
  const shares = blocks.map((block) => {
    const here = letters(block).join('');
    return [...wanted].filter((gram) => here.includes(gram)).length / wanted.size;
  });
  const best = Math.max(...shares, 0);
  return best >= ENOUGH ? shares.indexOf(best) : undefined;
}

const edges = /^[\s\p{P}]+|[\s\p{P}]+$/gu;

/** The marked parts of a snippet, longest first, each once, without the stops around them. Spans are in characters. */
export function markedWords(text: string, marks: readonly (readonly [number, number])[]): string[] {
  const all = [...text];
  const words = marks.map(([from, to]) => all.slice(from, to).join('').replace(edges, '')).filter(Boolean);
  return [...new Set(words)].sort((a, b) => b.length - a.length);
}

/** Splits a text around the words: odd entries are the words. */
export function aroundWords(text: string, words: readonly string[]): string[] {
  if (words.length === 0) return [text];
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return text.split(new RegExp(`(${escaped.join('|')})`, 'giu'));
}
