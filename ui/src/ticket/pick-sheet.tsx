/**
 * Chooses one thing out of many: a box to type in, a list under it, arrow keys and Enter. The same sheet serves people,
 * states, priorities, customers and other tickets. A choice that is not possible stays in the list and says why.
 */
import { Input, Modal, type InputRef } from 'antd';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { classes } from '../kit/chip';
import { fuzzy } from '../kit/fuzzy';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { Skeleton } from '../kit/states';
import style from './ticket.module.css';
import { words } from './words';

export interface Option {
  id: string;
  label: string;
  /** Drawn before the label. */
  mark?: ReactNode;
  hint?: ReactNode;
  /** Other words it may be found by. */
  also?: string;
  /** Holds now. */
  on?: boolean;
  /** Why it cannot be chosen. */
  why?: string | undefined;
}

interface Props {
  title: string;
  /** What can be typed, in the empty box. */
  hint?: string;
  options: readonly Option[];
  /** Set when the desk does the finding; else the options are filtered here. */
  onQuery?: (query: string) => void;
  loading?: boolean;
  onPick: (id: string) => void;
  onClose: () => void;
  children?: ReactNode;
}

export function matching(options: readonly Option[], query: string): Option[] {
  if (query.trim() === '') return [...options];
  const scored = options.flatMap((option) => {
    const match = fuzzy(query, option.label) ?? fuzzy(query, option.also ?? '');
    return match ? [{ option, score: match.score }] : [];
  });
  return scored.toSorted((a, b) => b.score - a.score).map(({ option }) => option);
}

export function PickSheet(props: Props) {
  const { title, hint, options, onQuery, loading, onPick, onClose, children } = props;
  const t = useWords(words);
  const id = useId();
  const box = useRef<InputRef>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const shown = onQuery ? options : matching(options, query);
  const current = Math.min(at, shown.length - 1);
  const pick = (option: Option | undefined) => option && option.why === undefined && onPick(option.id);
  const ask = (next: string) => (setQuery(next), setAt(0), onQuery?.(next));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && shown.length > 0) {
      event.preventDefault();
      setAt((current + step + shown.length) % shown.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      pick(shown[current]);
    }
  };
  const said = loading ? '' : shown.length > 0 ? t('pickCount', { count: shown.length }) : query.trim() !== '' ? t('pickNone', { query: query.trim() }) : onQuery ? t('findAny') : t('pickNothing');
  return (
    <Modal open title={title} onCancel={onClose} footer={null} width={480} closable={{ 'aria-label': t('close') }} afterOpenChange={(open) => open && box.current?.focus()}>
      {children}
      <Input
        ref={box} value={query} autoFocus placeholder={hint ?? t('findAny')} prefix={<Icon name="search" size={15} />} role="combobox" aria-expanded aria-controls={id} aria-label={title}
        aria-activedescendant={shown.length > 0 ? `${id}-${current}` : undefined} onChange={(event) => ask(event.target.value)} onKeyDown={onKeyDown}
      />
      {loading && shown.length === 0 && <Skeleton />}
      <div id={id} role="listbox" aria-label={title} className={style.pickList}>
        {shown.map((option, i) => <Row key={option.id} id={`${id}-${i}`} option={option} at={i === current} onHover={() => setAt(i)} onPick={() => pick(option)} />)}
      </div>
      <div className={style.pickFoot} role="status">{said}</div>
    </Modal>
  );
}

function Row({ id, option, at, onHover, onPick }: { id: string; option: Option; at: boolean; onHover: () => void; onPick: () => void }) {
  const t = useWords(words);
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (at) row.current?.scrollIntoView?.({ block: 'nearest' });
  }, [at]);
  const rests = option.why !== undefined;
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- focus and keys are the box's, which names the option it is on
    <div ref={row} id={id} role="option" aria-selected={option.on ?? false} aria-disabled={rests} className={classes(style.option, at && style.at, rests && style.rests)} onMouseMove={() => at || onHover()} onClick={onPick}>
      {option.mark}
      <span className="grow ell">{option.label}</span>
      {rests ? <span className="t12 ink3">{option.why}</span> : option.hint && <span className="t12 ink3 num nowrap">{option.hint}</span>}
      {option.on && <><Icon name="check" size={16} /><span className="unseen">{t('now')}</span></>}
    </div>
  );
}
