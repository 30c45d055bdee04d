/** The opening hours of one day: spans as pairs of clock times, written freely and read when one leaves the field. */
import { Input } from 'antd';
import { useState } from 'react';
import type { DaySpans } from '../ipc/bindings';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import style from './calendar.module.css';
import { clockOf, DAY, furtherSpan, inOrder, minutesOf, UNREAD } from './hours';
import { words } from './words';

export function Bar({ spans }: { spans: DaySpans }) {
  const share = (minutes: number) => `${(minutes / DAY) * 100}%`;
  return <span className={style.bar} aria-hidden>{spans.filter(([from, to]) => from >= 0 && to > from).map(([from, to]) => <i key={from} style={{ left: share(from), width: share(to - from) }} />)}</span>;
}

export function Spans({ day, spans, onChange }: { day: string; spans: DaySpans; onChange: (spans: DaySpans) => void }) {
  const t = useWords(words);
  const set = (at: number, span: [number, number]) => onChange(spans.map((each, i) => (i === at ? span : each)));
  const more = furtherSpan(spans);
  return (
    <span className={style.spans}>
      {spans.length === 0 && <span className="ink3">{t('closed')}</span>}
      {spans.map(([from, to], i) => (
        <span key={i} className={style.span}>
          <Clock label={t('from', { day, n: i + 1 })} minutes={from} onChange={(next) => set(i, [next, to])} />
          <span aria-hidden>–</span>
          <Clock label={t('to', { day, n: i + 1 })} minutes={to} onChange={(next) => set(i, [from, next])} />
          <IconButton icon="x" small label={t('dropSpan', { day, n: i + 1 })} onClick={() => onChange(spans.toSpliced(i, 1))} />
        </span>
      ))}
      {more && <IconButton icon="plus" small label={t('addSpan', { day })} onClick={() => onChange(inOrder([...spans, more]))} />}
    </span>
  );
}

function Clock({ label, minutes, onChange }: { label: string; minutes: number; onChange: (minutes: number) => void }) {
  const [text, setText] = useState(minutes === UNREAD ? '' : clockOf(minutes));
  const [told, setTold] = useState(minutes);
  if (told !== minutes && (minutesOf(text) ?? UNREAD) !== minutes) {
    setTold(minutes);
    setText(minutes === UNREAD ? '' : clockOf(minutes));
  }
  const type = (next: string) => {
    const read = minutesOf(next) ?? UNREAD;
    setText(next);
    setTold(read);
    onChange(read);
  };
  const bad = minutesOf(text) === undefined;
  return <Input className={style.clock} size="small" aria-label={label} aria-invalid={bad} status={bad ? 'error' : ''} value={text} maxLength={5} onChange={(event) => type(event.target.value)} onBlur={() => !bad && setText(clockOf(minutes))} />;
}
