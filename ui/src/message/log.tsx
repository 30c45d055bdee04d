/**
 * The thread: a log that stays at its newest line, reads older pages as one scrolls up, and never moves focus when a message
 * arrives. The scroller is reversed so that the browser itself keeps the place.
 */
import { Button } from 'antd';
import { useMemo, useRef, useState, type UIEvent } from 'react';
import { useCall } from '../ipc/hooks';
import { useWords } from '../kit/i18n';
import { Empty, Failure, Skeleton } from '../kit/states';
import { clock, when, whenFull } from '../kit/time';
import { Bubble } from './bubble';
import { toLines } from './lines';
import style from './message.module.css';
import type { Thread } from './use-messages';
import { words } from './words';

/** How near the top, in px, older messages are asked for. */
const NEAR = 240;
const AWAY = 400;

function named(at: number): string {
  const said = when(at);
  return said.includes(':') ? said : `${said} ${clock(at)}`;
}

export function Log({ thread, customer }: { thread: Thread; customer: string }) {
  const t = useWords(words);
  const staff = useCall('staff.cards', {});
  const people = useMemo(() => new Map((staff.data ?? []).map((card) => [card.id, card])), [staff.data]);
  const lines = useMemo(() => toLines(thread.views), [thread.views]);
  const scroller = useRef<HTMLDivElement>(null);
  const [away, setAway] = useState(false);

  const scrolled = ({ currentTarget: place }: UIEvent<HTMLDivElement>) => {
    const fromEnd = -place.scrollTop;
    setAway(fromEnd > AWAY);
    if (place.scrollHeight - place.clientHeight - fromEnd < NEAR && !thread.loadingOlder) thread.older?.();
  };

  if (thread.error) return <Failure message={thread.error.message} refusal={thread.error.refusal} onRetry={thread.retry} />;
  return (
    <div className={style.place}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <div ref={scroller} className={style.scroller} role="log" aria-label={t('log', { name: customer })} aria-busy={thread.loading || thread.loadingOlder} tabIndex={0} onScroll={scrolled}>
        <div className={style.inner}>
          {thread.loading && <Skeleton lines={6} />}
          {thread.older && <div className={style.event}><Button size="small" type="text" loading={thread.loadingOlder} onClick={thread.older}>{t(thread.loadingOlder ? 'loadingOlder' : 'older')}</Button></div>}
          {!thread.loading && lines.length === 0 && <Empty size="small" title={t('nothingYet')} next={t('nothingNext')} />}
          {lines.map((line) =>
            line.kind === 'time' ? (
              <div key={line.key} className={style.event}><time className="num" title={whenFull(line.at)}>{named(line.at)}</time></div>
            ) : (
              <Bubble key={line.key} line={line} customer={customer} staff={people} />
            ),
          )}
        </div>
      </div>
      {away && <Button size="small" className={style.newest} onClick={() => scroller.current?.scrollTo({ top: 0 })}>{t('newest')}</Button>}
    </div>
  );
}
