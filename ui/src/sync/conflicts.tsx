/** Where two people changed the same thing apart: both values with their authors, and one click that settles it everywhere. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { Choice, ConflictRow, LostValue } from '../ipc/bindings';
import { useAct, useCall } from '../ipc/hooks';
import { useWords } from '../kit/i18n';
import { notify } from '../kit/notices';
import { Empty, Failure, Skeleton } from '../kit/states';
import { EVERY } from './hub';
import { Record } from './record';
import { useSaid } from './said';
import style from './sync.module.css';
import { By } from './when';
import { words } from './words';

export function Conflicts() {
  const t = useWords(words);
  const list = useCall('conflict.list', {}, { every: EVERY });
  if (list.error && !list.data) return <Failure message={list.error.message} refusal={list.error.refusal} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Skeleton lines={4} />;
  const { rows, total } = list.data;
  if (rows.length === 0) return <Empty size="small" title={t('conflictsNone')} next={t('conflictsNoneMore')} />;
  return (
    <div className="col g8">
      <ul className={style.list}>{rows.map((row) => <Conflict key={`${row.id} ${row.field} ${row.key}`} row={row} onDecided={() => void list.refetch()} />)}</ul>
      {total > rows.length && <p className="t12 ink3">{t('andMore', { count: total - rows.length })}</p>}
    </div>
  );
}

function Conflict({ row, onDecided }: { row: ConflictRow; onDecided: () => void }) {
  const t = useWords(words);
  const decide = useAct('conflict.decide');
  const choose = (choice: Choice) =>
    decide.mutate(
      { id: row.id, noun: row.noun, field: row.field, key: row.key, saw: row.lost.map((lost) => lost.write), choice },
      { onSuccess: () => notify({ key: 'decided', kind: 'done', text: t('decided') }), onSettled: onDecided },
    );
  return (
    <li className={style.row} aria-label={`${row.title} · ${row.label}`}>
      <Record noun={row.noun} id={row.id} title={row.title} />
      <h4 className={style.field}>{row.label}</h4>
      <div className={style.sides}>
        <Side title={t('stands')} of={row} field={row.field}><Button disabled={decide.isPending} onClick={() => choose({ do: 'keep' })}>{t('keep')}</Button></Side>
        {row.lost.map((lost) => (
          <Side key={`${lost.write.device} ${lost.write.seq}`} title={t('lost')} of={lost} field={row.field}>
            <Button disabled={decide.isPending} onClick={() => choose({ do: 'restore', write: lost.write })}>{t('restore')}</Button>
          </Side>
        ))}
      </div>
      {row.both !== null && (
        <div className={style.both}>
          <div className="col grow"><span className="t12 ink3">{t('bothWould')}</span><span className={style.value}>{row.both}</span></div>
          <Button disabled={decide.isPending} onClick={() => choose({ do: 'both' })}>{t('both')}</Button>
        </div>
      )}
    </li>
  );
}

interface SideProps {
  title: string;
  of: Pick<LostValue, 'text' | 'who' | 'at'>;
  field: string;
  children: ReactNode;
}

function Side({ title, of, field, children }: SideProps) {
  const t = useWords(words);
  const said = useSaid();
  return (
    <section className={style.side} aria-label={title}>
      <span className="t12 ink3">{title}</span>
      <div className={style.value}>{said(field, of.text) || <span className="ink3">{t('blank')}</span>}</div>
      <By who={of.who} at={of.at} />
      <div>{children}</div>
    </section>
  );
}
