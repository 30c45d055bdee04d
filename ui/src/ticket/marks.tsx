/** A ticket's facts as small marks: state, priority, who works on it, its next promise. */
import type { Priority, PromiseView, StaffCard, TicketState } from '../ipc/bindings';
import { Avatar } from '../kit/avatar';
import { Chip } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { lookOfPromise } from '../kit/promise-clock';
import { useNow } from '../kit/time';
import { isPressing, stateTone, useNames } from './names';
import { kitState } from './promise';
import style from './ticket.module.css';
import { words } from './words';

export function StateChip({ state }: { state: TicketState }) {
  const name = useNames().state(state);
  return <span className={style.state}><Chip tone={stateTone[state]}>{name}</Chip></span>;
}

/** In lists without a ground: a red flag is enough. */
export function PriorityMark({ priority }: { priority: Priority }) {
  const name = useNames().priority(priority);
  if (!isPressing(priority)) return <span className="ink3">{name}</span>;
  return <span className={style.pressing}><Icon name="flag" size={13} />{name}</span>;
}

export function PriorityChip({ priority }: { priority: Priority }) {
  const name = useNames().priority(priority);
  return isPressing(priority) ? <Chip tone="danger" icon="flag">{name}</Chip> : <Chip>{name}</Chip>;
}

export function Owner({ staff, size = 20 }: { staff: StaffCard | null; size?: number }) {
  const t = useWords(words);
  if (!staff) return <span className={style.nobody}>{t('nobody')}</span>;
  return <span className="row g8"><Avatar name={staff.name} size={size} /><span className="ell">{staff.name}</span></span>;
}

/** Only what is near or late gets a ground; the rest is plain text. */
export function PromiseMark({ promise, owed }: { promise: PromiseView; owed: boolean }) {
  const metric = useNames().metric(promise.metric);
  useWords(words);
  const now = useNow(1000);
  const look = lookOfPromise(kitState(promise, owed), promise.due - now, promise.due - promise.started);
  if (look.tone === 'plain') return <span className="num ink2 nowrap" title={metric}>{look.text}</span>;
  return <span className="row"><Chip tone={look.tone} icon={look.icon} title={metric}>{look.text}</Chip></span>;
}

/** 36-px bar and n/m; nothing where there is no list. */
export function Checks({ done, all }: { done: number; all: number }) {
  const t = useWords(words);
  if (all === 0) return null;
  return (
    <span className="row g8 num t12 ink3" title={t('checksDone', { done, all })}>
      <span className={style.mini} aria-hidden><i style={{ width: `${(done / all) * 100}%` }} /></span>
      {done}/{all}
    </span>
  );
}
