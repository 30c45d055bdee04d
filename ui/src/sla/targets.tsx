/** How soon, per priority and kind of promise. What is written stays as written; it is read as business time. */
import { Input } from 'antd';
import { useState } from 'react';
import type { Priority, Target, Targets } from '../ipc/bindings';
import { useWords } from '../kit/i18n';
import { priorities, useNames } from '../ticket/names';
import { minutesIn } from './minutes';
import style from './sla.module.css';
import { useLength } from './use-length';
import { words } from './words';

/** What stands in a cell that cannot be read; saving waits until none does. */
export const UNREAD = -1;

const empty: Target = { first_reply_min: null, next_reply_min: null, resolve_min: null };
const metrics = [['first_reply', 'first_reply_min'], ['next_reply', 'next_reply_min'], ['resolve', 'resolve_min']] as const;

export function isReadable(targets: Targets): boolean {
  return Object.values(targets).every((target) => metrics.every(([, key]) => target[key] !== UNREAD));
}

/** A priority that promises nothing is not kept. */
export function filled(targets: Targets): Targets {
  return Object.fromEntries(Object.entries(targets).filter(([, target]) => metrics.some(([, key]) => target[key] !== null)));
}

export function TargetsTable({ targets, onChange }: { targets: Targets; onChange: (targets: Targets) => void }) {
  const t = useWords(words);
  const names = useNames();
  const set = (priority: Priority, key: keyof Target, minutes: number | null) => onChange({ ...targets, [priority]: { ...empty, ...targets[priority], [key]: minutes } });
  return (
    <table className={style.targets}>
      <thead>
        <tr><th scope="col">{t('priority')}</th>{metrics.map(([metric]) => <th key={metric} scope="col">{names.metric(metric)}</th>)}</tr>
      </thead>
      <tbody>
        {priorities.map((priority) => (
          <tr key={priority}>
            <th scope="row">{names.priority(priority)}</th>
            {metrics.map(([metric, key]) => (
              <td key={metric}><Cell label={t('targetOf', { priority: names.priority(priority), metric: names.metric(metric) })} minutes={targets[priority]?.[key] ?? null} onChange={(minutes) => set(priority, key, minutes)} /></td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ label, minutes, onChange }: { label: string; minutes: number | null; onChange: (minutes: number | null) => void }) {
  const t = useWords(words);
  const length = useLength();
  const [text, setText] = useState(() => length(minutes));
  const read = minutesIn(text);
  const type = (next: string) => {
    const now = minutesIn(next);
    setText(next);
    onChange(now === undefined ? UNREAD : now);
  };
  return <Input aria-label={label} aria-invalid={read === undefined} title={read === undefined ? t('unread') : undefined} status={read === undefined ? 'error' : ''} value={text} maxLength={20} placeholder={t('none')} autoComplete="off" onChange={(event) => type(event.target.value)} onBlur={() => typeof read === 'number' && setText(length(read))} />;
}
