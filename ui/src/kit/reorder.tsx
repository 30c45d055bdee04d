/**
 * Rows that change places: dragged by their handle, or moved with ↑ and ↓ while the handle has the focus. Focus goes with the
 * row, and the new place is said aloud.
 */
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { classes } from './chip';
import style from './editing.module.css';
import { useWords } from './i18n';
import { moved } from './moved';
import { words } from './words.editing';

interface Props<T> {
  label: string;
  items: readonly T[];
  keyOf: (item: T, index: number) => string;
  nameOf: (item: T, index: number) => string;
  onChange: (items: T[]) => void;
  disabled?: boolean;
  className?: string | undefined;
  children: (item: T, index: number, handle: ReactNode) => ReactNode;
}

export function Reorder<T>({ label, items, keyOf, nameOf, onChange, disabled, className, children }: Props<T>) {
  const t = useWords(words);
  const list = useRef<HTMLOListElement>(null);
  const follow = useRef<number>(undefined);
  const [held, setHeld] = useState<number>();
  const [over, setOver] = useState<number>();
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (follow.current === undefined) return;
    list.current?.children[follow.current]?.querySelector<HTMLElement>('[data-handle]')?.focus();
    follow.current = undefined;
  });
  const move = (from: number, to: number) => {
    const item = items[from];
    if (item === undefined || from === to || to < 0 || to >= items.length) return;
    follow.current = to;
    setSaid(t('orderMoved', { name: nameOf(item, from), at: to + 1 }));
    onChange(moved(items, from, to));
  };
  const drop = () => {
    if (held !== undefined && over !== undefined) move(held, over);
    setHeld(undefined);
    setOver(undefined);
  };
  return (
    <>
      <ol ref={list} aria-label={label}>
        {items.map((item, i) => (
          // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the handle is the keyboard's way to do the same
          <li key={keyOf(item, i)} className={classes(style.item, className, held === i && style.lifted, over === i && held !== i && style.over)} draggable={held === i}
            onDragStart={(event) => event.dataTransfer.setData('text/plain', nameOf(item, i))} onDragOver={(event) => held !== undefined && (event.preventDefault(), setOver(i))} onDragEnd={drop} onDrop={(event) => event.preventDefault()}>
            {children(item, i, disabled ? null : <Handle label={t('dragOrder', { name: nameOf(item, i), at: i + 1, all: items.length })} onHold={(on) => setHeld(on ? i : undefined)} onStep={(by) => move(i, i + by)} />)}
          </li>
        ))}
      </ol>
      <span className="unseen" aria-live="polite">{said}</span>
    </>
  );
}

function Handle({ label, onHold, onStep }: { label: string; onHold: (on: boolean) => void; onStep: (by: 1 | -1) => void }) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    onStep(event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <button type="button" data-handle className={style.handle} aria-label={label} title={label} onPointerDown={() => onHold(true)} onPointerUp={() => onHold(false)} onKeyDown={onKeyDown}>
      <svg aria-hidden width="10" height="16" viewBox="0 0 10 16" fill="currentColor">
        {[3, 8, 13].flatMap((y) => [2, 8].map((x) => <circle key={`${x} ${y}`} cx={x} cy={y} r="1.3" />))}
      </svg>
    </button>
  );
}
