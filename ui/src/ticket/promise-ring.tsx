/** The promise of a ticket as a 48-px ring whose centre is the time left, with the sentence beside it. Ticks every second. */
import type { PromiseView, Ticket } from '../ipc/bindings';
import { useWords, type Say } from '../kit/i18n';
import { duration, useNow, when } from '../kit/time';
import { useNames } from './names';
import { leading, leftAt, ringText, ringTone, shareLeft, type Standing } from './promise';
import style from './ticket.module.css';
import { words } from './words';

const SIZE = 48;
const THICK = 4;
const RADIUS = (SIZE - THICK) / 2 - 1;
const LENGTH = 2 * Math.PI * RADIUS;

type T = Say<(typeof words)['zh']>;

function headline(t: T, { promise, owed }: Standing, left: number, what: string): string {
  if (owed) return left < 0 ? t('wasDue', { what, when: when(promise.due) }) : t('by', { what, when: when(promise.due) });
  return left < 0 ? t('missed', { what }) : t('kept', { what });
}

function subline(t: T, { promise, owed }: Standing, left: number): string {
  const time = duration(left, undefined, Math.abs(left) >= 10 * 60_000);
  if (!owed) return left < 0 ? t('behind', { time }) : t('ahead', { time });
  if (promise.state === 'paused') return t('paused', { time });
  return left < 0 ? t('late', { time }) : t('left', { time });
}

export function PromiseRing({ promises, ticket, pauses }: { promises: readonly PromiseView[]; ticket: Ticket; pauses: boolean }) {
  const t = useWords(words);
  const names = useNames();
  const now = useNow(1000);
  const standing = leading(promises, ticket);
  if (!standing) return null;
  const left = leftAt(standing, now);
  const tone = `var(--z-${ringTone(standing, now)})`;
  const what = names.metric(standing.promise.metric);
  const sub = subline(t, standing, left);
  return (
    <div className="row g12">
      <span className={style.ring} role="img" aria-label={t('ringLabel', { what, time: sub })}>
        <svg width={SIZE} height={SIZE} aria-hidden fill="none" strokeWidth={THICK}>
          <circle className={style.ringTrack} cx={SIZE / 2} cy={SIZE / 2} r={RADIUS} />
          <circle className={style.ringMark} cx={SIZE / 2} cy={SIZE / 2} r={RADIUS} stroke={tone} strokeLinecap="round" strokeDasharray={`${LENGTH * (left < 0 ? 1 : shareLeft(standing, now))} ${LENGTH}`} />
        </svg>
        <span className="t12 b num" style={{ color: left < 0 ? tone : undefined }}>{ringText(left)}</span>
      </span>
      <div className="col nowrap">
        <span className="b num">{headline(t, standing, left, what)}</span>
        <span className="t12 ink3 num">{sub}{pauses && standing.owed && standing.promise.state === 'running' && ` · ${t('pausesFor')}`}</span>
      </div>
    </div>
  );
}
