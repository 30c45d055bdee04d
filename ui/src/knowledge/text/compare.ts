/** Two revisions line by line: what stayed, what went, what came, and inside a changed line which words. Pure. */
import { diffArrays, diffWordsWithSpace } from 'diff';

export type Part = readonly ['same' | 'gone' | 'came', string];

export type Line =
  | { kind: 'same'; text: string }
  | { kind: 'gone' | 'came'; text: string }
  /** One line became another: its words side by side. */
  | { kind: 'changed'; parts: Part[] }
  /** So many equal lines are folded. */
  | { kind: 'fold'; count: number };

const words = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter('zh', { granularity: 'word' }) : undefined;

function partsOf(before: string, after: string): Part[] {
  const found = diffWordsWithSpace(before, after, words ? { intlSegmenter: words } : {});
  return found.map((part): Part => [part.added ? 'came' : part.removed ? 'gone' : 'same', part.value]);
}

/** Lines that share less than this are two lines, not one that changed. */
const ALIKE = 0.3;

function changed(before: string, after: string): Line[] {
  const parts = partsOf(before, after);
  const kept = parts.filter(([kind]) => kind === 'same').reduce((sum, [, text]) => sum + text.trim().length, 0);
  const alike = kept / Math.max(1, Math.max(before.trim().length, after.trim().length));
  if (alike >= ALIKE) return [{ kind: 'changed', parts }];
  return [{ kind: 'gone', text: before }, { kind: 'came', text: after }];
}

/** Lines that went and lines that came in the same place are paired in order. */
function replaced(gone: readonly string[], came: readonly string[]): Line[] {
  const paired = Math.min(gone.length, came.length);
  return [
    ...gone.slice(0, paired).flatMap((before, i) => changed(before, came[i] ?? '')),
    ...gone.slice(paired).map((text): Line => ({ kind: 'gone', text })),
    ...came.slice(paired).map((text): Line => ({ kind: 'came', text })),
  ];
}

const linesOf = (text: string) => text.split('\n').map((line) => line.trimEnd()).filter((line) => line !== '');

export function compare(before: string, after: string): Line[] {
  const runs = diffArrays(linesOf(before), linesOf(after));
  return runs.flatMap((run, i): Line[] => {
    const next = runs[i + 1];
    if (run.removed && next?.added) return replaced(run.value, next.value);
    if (run.added && runs[i - 1]?.removed) return [];
    const kind = run.removed ? 'gone' : run.added ? 'came' : 'same';
    return run.value.map((text) => ({ kind, text }));
  });
}

/** Folds runs of equal lines, leaving `near` beside every change. */
export function folded(lines: readonly Line[], near = 2): Line[] {
  const isNear = lines.map((_, i) => lines.slice(Math.max(0, i - near), i + near + 1).some((line) => line.kind !== 'same'));
  const out: Line[] = [];
  lines.forEach((line, i) => {
    const last = out.at(-1);
    if (isNear[i]) out.push(line);
    else if (last?.kind === 'fold') out[out.length - 1] = { kind: 'fold', count: last.count + 1 };
    else out.push({ kind: 'fold', count: 1 });
  });
  return out;
}

export function countOf(lines: readonly Line[]): { came: number; gone: number } {
  const of = (kind: 'came' | 'gone') => lines.filter((line) => line.kind === kind || line.kind === 'changed').length;
  return { came: of('came'), gone: of('gone') };
}
