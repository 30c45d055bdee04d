/** What head office did not take: why not, what to do, and that one has read it. */
import { Button } from 'antd';
import { useEffect } from 'react';
import type { HubState, ToldRow, Write } from '../ipc/bindings';
import { useAct, useCall } from '../ipc/hooks';
import { useWords } from '../kit/i18n';
import { Empty, Failure, Skeleton } from '../kit/states';
import { EVERY } from './hub';
import { Record } from './record';
import style from './sync.module.css';
import { By } from './when';
import { words } from './words';

function useReason(): (row: ToldRow) => { why: string; next: string } {
  const t = useWords(words);
  return ({ reason, holder }) => {
    switch (reason) {
      case 'head_office':
        return { why: t('reasonHeadOffice'), next: t('nextHeadOffice') };
      case 'not_yours':
        return { why: t('reasonNotYours'), next: t('nextNotYours') };
      case 'claimed':
        return { why: holder ? t('reasonClaimed', { name: holder.name }) : t('reasonClaimedNobody'), next: t('nextClaimed') };
      default:
        return { why: t('reasonKept'), next: t('nextKept') };
    }
  };
}

export function Told({ hub }: { hub: HubState }) {
  const t = useWords(words);
  const reasonOf = useReason();
  const seen = useAct('hub.seen');
  const list = useCall('hub.told', {}, { every: EVERY });
  const { refetch } = list;
  useEffect(() => void refetch(), [refetch, hub.refused]);
  if (list.error && !list.data) return <Failure message={list.error.message} refusal={list.error.refusal} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Skeleton lines={4} />;
  if (list.data.length === 0) return <Empty size="small" title={t('toldNone')} next={t('toldNoneMore')} />;
  // Nothing is committed when somebody has read something, so no change event says so.
  const read = (writes: Write[]) => seen.mutate({ writes }, { onSuccess: () => void list.refetch() });
  return (
    <div className="col g8">
      <div className={style.bar}><span className="grow" /><Button loading={seen.isPending} onClick={() => read([])}>{t('seenAll')}</Button></div>
      <ul className={style.list}>
        {list.data.map((row) => {
          const { why, next } = reasonOf(row);
          return (
            <li key={`${row.id} ${row.reason}`} className={style.row}>
              <Record noun={row.noun} id={row.id} title={row.title} missing={t('gone')} />
              <p className="t13">{why} <span className="ink2">{next}</span></p>
              <div className="row g8"><By who={row.who} at={row.at} /><span className="grow" /><Button size="small" onClick={() => read(row.writes)}>{t('seen')}</Button></div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
