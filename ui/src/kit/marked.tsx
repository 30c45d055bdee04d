/** Text with the parts that matched on the highlight ground. Spans are [from, to) in characters, as the desk counts them. */
import { Fragment } from 'react';

export type Span = readonly [number, number];

/** Neighbouring characters become one span. */
export function spansOf(at: readonly number[]): Span[] {
  const spans: [number, number][] = [];
  for (const i of at) {
    const last = spans.at(-1);
    if (last && last[1] === i) last[1] = i + 1;
    else spans.push([i, i + 1]);
  }
  return spans;
}

export function MarkedText({ text, marks }: { text: string; marks: readonly Span[] }) {
  const letters = [...text];
  const ordered = marks.toSorted((a, b) => a[0] - b[0]);
  const parts = ordered.map(([from, to], i) => {
    const before = letters.slice(ordered[i - 1]?.[1] ?? 0, from).join('');
    return <Fragment key={from}>{before}<mark>{letters.slice(from, to).join('')}</mark></Fragment>;
  });
  return <>{parts}{letters.slice(ordered.at(-1)?.[1] ?? 0).join('')}</>;
}
