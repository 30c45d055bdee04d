/** The models one by one: what for, whose, how large, how they stand; and removing one. */
import { Button } from 'antd';
import { useState } from 'react';
import type { Models } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useMayCall } from '../ipc/me';
import { Chip } from '../kit/chip';
import { Confirm } from '../kit/confirm';
import { useWords } from '../kit/i18n';
import { isKind, kinds } from './abilities';
import style from './model.module.css';
import { words } from './words';

type Row = Models['rows'][number];

/** `336 MB`; small ones in tenths. */
export function megabytes(bytes: number): string {
  const mb = bytes / 1e6;
  return `${mb < 10 ? mb.toFixed(1) : Math.round(mb)} MB`;
}

export function ModelList({ rows }: { rows: readonly Row[] }) {
  const t = useWords(words);
  const may = useMayCall()('model.remove');
  const remove = useAct('model.remove');
  const [leaving, setLeaving] = useState<Row>();
  const close = () => setLeaving(undefined);
  return (
    <>
      <ul className={style.models} aria-label={t('models')}>
        {rows.map((row) => (
          <li key={row.name} className={style.model}>
            <span className="col grow">
              <span className="ell" title={row.purpose}>{isKind(row.kind) ? t(kinds[row.kind]) : row.kind}<span className="ink3"> · {row.purpose}</span></span>
              <span className="t12 ink3 ell" title={row.origin}>{row.name} · {row.licence} · {row.origin}</span>
              {row.problem && <span className={style.problem} role="alert">{row.problem}</span>}
            </span>
            <span className={style.figure}><span>{megabytes(row.bytes)}</span><span className="t12 ink3">{row.memory_mb > 0 ? `${t('memory')} ${row.memory_mb} MB` : ''}</span></span>
            <span className={style.state}><State of={row} /></span>
            {may && <Button size="small" disabled={row.state === 'missing'} onClick={() => setLeaving(row)}>{t('remove')}</Button>}
          </li>
        ))}
      </ul>
      <Confirm open={leaving !== undefined} title={t('removeTitle', { name: leaving?.name ?? '' })} action={t('removeDo')} busy={remove.isPending} onClose={close}
        onDo={() => leaving && remove.mutate({ name: leaving.name }, { onSettled: close })}>
        {t('removeBody', { size: megabytes(leaving?.bytes ?? 0) })}
      </Confirm>
    </>
  );
}

function State({ of }: { of: Row }) {
  const t = useWords(words);
  if (of.state === 'missing') return <Chip>{t('missing')}</Chip>;
  if (of.state === 'damaged') return <Chip tone="danger" icon="alert">{t('damaged')}</Chip>;
  return of.loaded ? <Chip tone="accent">{t('loaded')}</Chip> : <Chip tone="ok" icon="check">{t('ready')}</Chip>;
}
