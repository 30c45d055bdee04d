/** Records as lines of a table that opens one: a head, and the kit's list with its keys. For lists without ticks and sorting. */
import { useState, type CSSProperties, type ReactNode } from 'react';
import { classes } from './chip';
import style from './editing.module.css';
import { VirtualList } from './virtual-list';

export interface Column<T> {
  key: string;
  title: string;
  /** A grid track: `120px`, `minmax(160px, 1fr)`. */
  width: string;
  end?: boolean;
  cell: (row: T) => ReactNode;
}

interface Props<T> {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  idOf: (row: T) => string;
  onOpen: (row: T) => void;
  /** Out of use: drawn lighter. */
  isFaded?: (row: T) => boolean;
  onNearEnd?: () => void;
  rowHeight?: number;
}

export function Rows<T>({ label, columns, rows, idOf, onOpen, isFaded, onNearEnd, rowHeight = 42 }: Props<T>) {
  const [at, setAt] = useState<string>();
  const current = rows.some((row) => idOf(row) === at) ? at : rows[0] && idOf(rows[0]);
  const grid = { '--cols': columns.map((column) => column.width).join(' '), '--row-height': `${rowHeight}px` } as CSSProperties;
  return (
    <div className={style.table} style={grid}>
      <div className={classes(style.line, style.head)} aria-hidden>
        {columns.map((column) => <span key={column.key} className={column.end ? style.end : undefined}>{column.title}</span>)}
      </div>
      <div className={style.tableBody}>
        <VirtualList label={label} items={rows} idOf={idOf} rowHeight={rowHeight} current={current} letters onMove={(row) => setAt(idOf(row))} onOpen={onOpen} {...(onNearEnd ? { onNearEnd } : {})}>
          {(row, state) => (
            <div className={classes(style.line, style.row, state.current && style.on, isFaded?.(row) && style.faded)}>
              {columns.map((column) => <span key={column.key} className={classes(column.end && style.end, 'ell')}>{column.cell(row)}</span>)}
            </div>
          )}
        </VirtualList>
      </div>
    </div>
  );
}
