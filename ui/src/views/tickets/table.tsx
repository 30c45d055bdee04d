/**
 * The table: a grid that draws only the rows in sight. Arrows move, Space ticks, Shift reaches from the last tick, Enter
 * opens. The row the keyboard is on belongs to the page.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import type { Id, Sort, TicketRow } from '../../ipc/bindings';
import { useLang, useWords } from '../../kit/i18n';
import { isMac } from '../../kit/key-cap';
import { Tick } from '../../ticket/tick';
import { columnOf, nextSort, sortsBy, SortMark, type ColumnKey } from './columns';
import { Row } from './row';
import style from './tickets.module.css';
import { words } from './words';

interface Props {
  rows: readonly TicketRow[];
  total: number;
  columns: readonly ColumnKey[];
  rowHeight: number;
  sort: Sort | null;
  onSort: (sort: Sort) => void;
  at: Id | undefined;
  onMove: (id: Id) => void;
  onOpen: (id: Id) => void;
  ticked: ReadonlySet<Id>;
  onTick: (id: Id, stretch: boolean) => void;
  onTickAll: (on: boolean) => void;
  onNearEnd: () => void;
}

const TICK = 56;

export function Table(props: Props) {
  const { rows, total, columns, rowHeight, at, onMove, onOpen, ticked, onTick, onTickAll, onNearEnd } = props;
  const t = useWords(words);
  const english = useLang() === 'en';
  const scroller = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const index = rows.findIndex((row) => row.id === at);
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualiser is not memoised by the compiler, which this project does not use
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 10, scrollMargin: 0, scrollPaddingStart: 36, initialRect: { width: 1200, height: 800 } });

  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
  }, [index, virtual]);
  const visible = virtual.getVirtualItems();
  const last = visible.at(-1)?.index ?? -1;
  const near = useRef(onNearEnd);
  useEffect(() => {
    near.current = onNearEnd;
  });
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 20) near.current();
  }, [last, rows.length]);
  useEffect(() => scroller.current?.focus({ preventScroll: true }), []);

  const move = (to: number) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, to))];
    if (row) onMove(row.id);
  };
  const page = () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const mod = isMac ? event.metaKey : event.ctrlKey;
    const strokes: Record<string, () => void> = mod
      ? { a: () => onTickAll(true) }
      : {
          ArrowDown: () => move(index + 1), ArrowUp: () => move(index - 1), Home: () => move(0), End: () => move(rows.length - 1),
          PageDown: () => move(index + page()), PageUp: () => move(index - page()), Enter: () => at && onOpen(at), ' ': () => at && onTick(at, event.shiftKey),
        };
    const stroke = strokes[event.key];
    if (!stroke || event.altKey) return;
    event.preventDefault();
    stroke();
  };

  const widthOf = (key: ColumnKey) => columnOf(key).width[english ? 1 : 0];
  const least = columns.reduce((sum, key) => sum + widthOf(key), TICK);
  const template = [`${TICK}px`, ...columns.map((key) => (key === 'subject' ? `minmax(${widthOf(key)}px, 1fr)` : `${widthOf(key)}px`))].join(' ');
  const all = rows.length > 0 && rows.every((row) => ticked.has(row.id));
  return (
    <div ref={scroller} role="grid" aria-label={t('table')} aria-rowcount={total + 1} aria-colcount={columns.length + 1} aria-multiselectable tabIndex={0} className={style.grid} onKeyDown={onKeyDown} aria-activedescendant={index >= 0 ? `${prefix}-${index}` : undefined}>
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className={`${style.gridRow} ${style.headRow}`} style={{ gridTemplateColumns: template, minWidth: least }}>
          <span role="columnheader"><Tick aria-label={t('tickAll')} checked={all} ref={(box) => void (box && (box.indeterminate = !all && ticked.size > 0))} onChange={(event) => onTickAll(event.target.checked)} /></span>
          {columns.map((key) => <Head key={key} of={key} {...props} />)}
        </div>
      </div>
      <div role="rowgroup" style={{ position: 'relative', height: virtual.getTotalSize(), minWidth: least }}>
        {visible.map((item) => {
          const row = rows[item.index];
          return row && <Row key={row.id} id={`${prefix}-${item.index}`} row={row} index={item.index} columns={columns} template={template} least={least} height={rowHeight} top={item.start} at={item.index === index} ticked={ticked.has(row.id)} onOpen={onOpen} onTick={onTick} />;
        })}
      </div>
    </div>
  );
}

function Head({ of, sort, onSort }: Props & { of: ColumnKey }) {
  const t = useWords(words);
  const name = t(columnOf(of).word);
  const next = nextSort(of, sort);
  const on = sortsBy(of, sort);
  if (!next) return <span role="columnheader" className="ell">{name}</span>;
  return (
    <span role="columnheader" aria-sort={on ? (sort === 'oldest' ? 'ascending' : 'descending') : 'none'}>
      <button type="button" title={t('sortBy', { name })} onClick={() => onSort(next)}>{name}{on && <SortMark sort={sort} />}</button>
    </span>
  );
}
