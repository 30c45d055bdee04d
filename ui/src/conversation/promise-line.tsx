/** The line under a thread's header: what was promised about replying, as words and clock, and as 2 px of how much is used up. */
import type { Conversation } from '../ipc/bindings';
import { classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { lookOfPromise, type PromiseState } from '../kit/promise-clock';
import { useNow } from '../kit/time';
import style from './thread.module.css';
import { words } from './words';

export type First = 'met' | 'missed' | 'running' | 'none';

/** How the promise of a first reply stands. Pure. */
export function firstReply(of: Pick<Conversation, 'first_due' | 'first_replied_at'>): First {
  if (of.first_due === null) return 'none';
  if (of.first_replied_at === null) return 'running';
  return of.first_replied_at <= of.first_due ? 'met' : 'missed';
}

/** How much of the promise is used up at `now`, 0 to 1. */
export function usedUp(since: number | undefined, due: number, now: number): number {
  if (now >= due) return 1;
  if (since === undefined || since >= due) return 0;
  return Math.max(0, (now - since) / (due - since));
}

/** `since`: from when the customer waits, ms. */
export function PromiseLine({ of, since }: { of: Conversation; since: number | undefined }) {
  const t = useWords(words);
  const now = useNow(1000);
  const first = firstReply(of);
  const due = of.state === 'ended' ? null : (of.reply_due ?? (first === 'running' ? of.first_due : null));
  const state: PromiseState = of.paused_at === null ? 'running' : 'paused';
  const look = due === null ? undefined : lookOfPromise(state, due - now, since === undefined ? 0 : due - since);
  const metric = t(first === 'running' ? 'firstReply' : 'nextReply');
  return (
    <div className={style.promise} role="group" aria-label={t('replyDueSaid')}>
      {first === 'met' && <span className="row g4"><Icon name="check" size={14} style={{ color: 'var(--z-ok)' }} />{t('firstMet')}</span>}
      {first === 'missed' && <span className="row g4"><Icon name="alert" size={14} style={{ color: 'var(--z-danger)' }} />{t('firstMissed')}</span>}
      {look && (
        <span className={classes('row g4 num b', style[look.tone])}>
          {look.icon && <Icon name={look.icon} size={14} />}
          {metric} {look.text}
        </span>
      )}
      {!look && of.state === 'open' && <span className="ink3">{t('nobodyWaits')}</span>}
      <span className="grow" />
      {of.paused_at !== null && <span className="ink3">{t('paused')}</span>}
      {due !== null && state === 'running' && <i className={classes(style.used, look && style[look.tone])} style={{ width: `${usedUp(since, due, now) * 100}%` }} />}
    </div>
  );
}
