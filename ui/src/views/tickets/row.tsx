/** One ticket in one line. A press anywhere opens it, on the box it only ticks. */
import { memo } from 'react';
import type { Id, TicketRow } from '../../ipc/bindings';
import { classes } from '../../kit/chip';
import { Tick } from '../../ticket/tick';
import { useWords } from '../../kit/i18n';
import { columnOf, type ColumnKey } from './columns';
import style from './tickets.module.css';
import { words } from './words';

interface Props {
  id: string;
  row: TicketRow;
  index: number;
  columns: readonly ColumnKey[];
  template: string;
  /** px the columns need together. */
  least: number;
  height: number;
  top: number;
  at: boolean;
  ticked: boolean;
  onOpen: (id: Id) => void;
  onTick: (id: Id, stretch: boolean) => void;
}

export const Row = memo(function Row({ id, row, index, columns, template, least, height, top, at, ticked, onOpen, onTick }: Props) {
  const t = useWords(words);
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- focus and keys are the grid's, which names the row it is on
    <div
      id={id} role="row" aria-rowindex={index + 2} aria-selected={ticked} className={classes(style.gridRow, style.bodyRow, at && style.at, ticked && style.ticked)}
      style={{ gridTemplateColumns: template, minWidth: least, height, transform: `translateY(${top}px)` }}
      onClick={(event) => (event.shiftKey || event.ctrlKey || event.metaKey ? onTick(row.id, event.shiftKey) : onOpen(row.id))}
    >
      <span role="gridcell">
        <Tick tabIndex={-1} aria-label={t('tick', { number: row.number })} checked={ticked} readOnly onClick={(event) => (event.stopPropagation(), onTick(row.id, event.shiftKey))} />
      </span>
      {columns.map((key) => <span key={key} role="gridcell">{columnOf(key).cell(row)}</span>)}
    </div>
  );
});
