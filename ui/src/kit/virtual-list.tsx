/**
 * A listbox that draws only the rows in sight. Arrow keys, Home, End, j and k move; Enter opens. The row the keyboard is on
 * belongs to the caller, so that a thread beside the list can follow it.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { classes } from './chip';
import { useWords } from './i18n';
import { useKeys } from './keys';
import style from './kit.module.css';
import { useScopes } from './scopes';
import { words } from './words';

interface Props<T> {
  label: string;
  items: readonly T[];
  idOf: (item: T) => string;
  /** Row height in px; rows that differ are measured. */
  rowHeight: number;
  current: string | undefined;
  onMove: (item: T, index: number) => void;
  onOpen?: (item: T, index: number) => void;
  /** Called when the last rows come into sight; load more there. */
  onNearEnd?: () => void;
  /** Registers j and k for the whole screen; leave it to one list per screen. */
  letters?: boolean;
  children: (item: T, state: { current: boolean; index: number }) => ReactNode;
}

export function VirtualList<T>(props: Props<T>) {
  const { label, items, idOf, rowHeight, current, onMove, onOpen, onNearEnd, letters, children } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const at = items.findIndex((item) => idOf(item) === current);
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualiser is not memoised by the compiler, which this project does not use
  const rows = useVirtualizer({ count: items.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 8, initialRect: { width: 344, height: 800 } });

  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: 'auto' });
  }, [at, rows]);

  const visible = rows.getVirtualItems();
  const last = visible.at(-1)?.index ?? -1;
  const near = useRef(onNearEnd);
  useEffect(() => {
    near.current = onNearEnd;
  });
  useEffect(() => {
    if (items.length > 0 && last >= items.length - 5) near.current?.();
  }, [last, items.length]);

  const move = (to: number) => {
    const index = Math.min(items.length - 1, Math.max(0, to));
    const item = items[index];
    if (item !== undefined) onMove(item, index);
  };
  const open = () => {
    const item = items[at];
    if (item !== undefined) onOpen?.(item, at);
  };
  useLetters(letters ?? false, () => move(at + 1), () => move(at - 1));

  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
  const strokes: Record<string, () => void> = {
    ArrowDown: () => move(at + 1),
    ArrowUp: () => move(at - 1),
    Home: () => move(0),
    End: () => move(items.length - 1),
    PageDown: () => move(at + page),
    PageUp: () => move(at - page),
    Enter: open,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const stroke = event.target === event.currentTarget && !event.ctrlKey && !event.metaKey && !event.altKey ? strokes[event.key] : undefined;
    if (!stroke) return;
    event.preventDefault();
    stroke();
  };

  return (
    <div ref={scroller} role="listbox" aria-label={label} tabIndex={0} className={style.list} onKeyDown={onKeyDown} aria-activedescendant={at >= 0 ? `${prefix}-${at}` : undefined}>
      <div className={style.listInner} style={{ height: rows.getTotalSize() }} role="presentation">
        {visible.map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          const isCurrent = row.index === at;
          return (
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- focus and keys are the listbox's
            <div
              key={idOf(item)}
              id={`${prefix}-${row.index}`}
              ref={rows.measureElement}
              data-index={row.index}
              role="option"
              aria-selected={isCurrent}
              aria-setsize={items.length}
              aria-posinset={row.index + 1}
              className={classes(style.listRow, isCurrent && style.current)}
              style={{ position: 'absolute', transform: `translateY(${row.start}px)` }}
              onClick={() => (onMove(item, row.index), onOpen?.(item, row.index))}
            >
              {children(item, { current: isCurrent, index: row.index })}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function useLetters(on: boolean, next: () => void, previous: () => void): void {
  const t = useWords(words);
  useKeys(useScopes().list, on ? [
    { key: 'j', label: t('keyNext'), run: next, notInPalette: true },
    { key: 'k', label: t('keyPrevious'), run: previous, notInPalette: true },
  ] : []);
}
