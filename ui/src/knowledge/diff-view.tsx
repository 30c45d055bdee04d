/** Two texts as one, with what went struck out and what came underlined. */
import { Fragment, useMemo } from 'react';
import { classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import style from './knowledge.module.css';
import { compare, countOf, folded, type Line, type Part } from './text/compare';
import { words } from './words';

export function DiffView({ before, after, fold = true }: { before: string; after: string; fold?: boolean }) {
  const t = useWords(words);
  const lines = useMemo(() => compare(before, after), [before, after]);
  const counts = countOf(lines);
  if (counts.came === 0 && counts.gone === 0) return <div className="t13 ink3">{t('compareSame')}</div>;
  return (
    <div className={style.diff}>
      <div className="t12 ink3 num" style={{ padding: '0 12px 8px' }}>{t('compareCount', counts)}</div>
      {(fold ? folded(lines) : lines).map((line, i) => <DiffLine key={i} line={line} />)}
    </div>
  );
}

const isHeading = (parts: readonly Part[]) => /^#{1,6} /.test(parts.map(([, text]) => text).join(''));
const isTable = (parts: readonly Part[]) => /^\s*\|/.test(parts.map(([, text]) => text).join(''));
const isRule = (parts: readonly Part[]) => /^\|[\s|:-]+\|$/.test(parts.map(([, text]) => text).join(''));

function partsOf(line: Exclude<Line, { kind: 'fold' }>): readonly Part[] {
  return line.kind === 'changed' ? line.parts : [[line.kind, line.text]];
}

function DiffLine({ line }: { line: Line }) {
  const t = useWords(words);
  if (line.kind === 'fold') return <p className={style.diffFold}>{t('foldLines', { count: line.count })}</p>;
  const parts = partsOf(line);
  if (isRule(parts)) return null;
  const heading = isHeading(parts);
  const table = isTable(parts);
  return <p className={classes(heading && style.diffHead)}>{parts.map(([kind, text], i) => <Word key={i} kind={kind} text={heading ? text.replace(/^#{1,6} /, '') : text} cells={table} first={i === 0} last={i === parts.length - 1} />)}</p>;
}

function Word({ kind, text, cells, first, last }: { kind: Part[0]; text: string; cells: boolean; first: boolean; last: boolean }) {
  const t = useWords(words);
  const inside = cells ? <Cells text={text} first={first} last={last} /> : text;
  if (kind === 'same') return inside;
  if (kind === 'gone') return <del><span className="unseen">{t('lineGone')}</span>{inside}</del>;
  return <ins><span className="unseen">{t('lineCame')}</span>{inside}</ins>;
}

/** A table's bars as hairlines; the outer two are left out. */
function Cells({ text, first, last }: { text: string; first: boolean; last: boolean }) {
  const bare = (last ? text.replace(/\|\s*$/, '') : text).replace(first ? /^\s*\|\s*/ : /^$/, '');
  return bare.split(/(?<!\\)\|/).map((cell, i) => (
    <Fragment key={i}>
      {i > 0 && <i className={style.cellRule} />}
      {cell}
    </Fragment>
  ));
}
