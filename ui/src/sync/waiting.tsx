/** What has not reached head office, record by record, the oldest first. */
import { Button } from 'antd';
import { useEffect } from 'react';
import type { HubState } from '../ipc/bindings';
import { useAct, useCall } from '../ipc/hooks';
import { useWords } from '../kit/i18n';
import { Empty, Failure, Skeleton } from '../kit/states';
import { duration, useNow } from '../kit/time';
import { EVERY } from './hub';
import { Record } from './record';
import style from './sync.module.css';
import { By } from './when';
import { words } from './words';

export function Waiting({ hub }: { hub: HubState }) {
  const t = useWords(words);
  const tryNow = useAct('hub.try_now');
  const list = useCall('hub.waiting', {}, { every: EVERY });
  const { refetch } = list;
  // What was read when the queue was last open is old as soon as the count is another.
  useEffect(() => void refetch(), [refetch, hub.waiting]);
  const now = useNow(10_000);
  if (list.error && !list.data) return <Failure message={list.error.message} refusal={list.error.refusal} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Skeleton lines={4} />;
  const { rows, records } = list.data;
  if (rows.length === 0) return hub.waiting > 0 ? <Skeleton lines={4} /> : <Empty size="small" title={t('waitingNone')} next={t('waitingNoneMore')} />;
  return (
    <div className="col g8">
      <div className={style.bar}>
        <span className="t13 ink2 grow">{hub.line === 'offline' ? t('lineOff') : hub.oldest > 0 && t('oldest', { age: duration(Math.max(0, now - hub.oldest), undefined, true) })}</span>
        <Button onClick={() => tryNow.mutate({})}>{t('tryNow')}</Button>
      </div>
      <ul className={style.list}>
        {rows.map((row) => (
          <li key={row.id} className={style.row}>
            <Record noun={row.noun} id={row.id} title={row.title} />
            <div className="row g8"><By who={row.who} at={row.at} /><span className="grow" /><span className="t12 ink3 num nowrap">{t('changes', { count: row.changes })}</span></div>
          </li>
        ))}
      </ul>
      {records > rows.length && <p className="t12 ink3">{t('andMore', { count: records - rows.length })}</p>}
    </div>
  );
}
