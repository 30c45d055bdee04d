/** Any two versions of an article side by side, as one marked text. */
import { Modal, Select } from 'antd';
import { useState } from 'react';
import type { ArticleDetail, Id } from '../ipc/bindings';
import { useCall } from '../ipc/hooks';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { Failure, Skeleton } from '../kit/states';
import { DiffView } from './diff-view';
import style from './knowledge.module.css';
import { useVersion } from './version';
import { words } from './words';

interface Props {
  detail: ArticleDetail;
  from: Id | undefined;
  to: Id | undefined;
  open: boolean;
  onClose: () => void;
}

export function CompareSheet({ open, onClose, ...rest }: Props) {
  const t = useWords(words);
  return (
    <Modal open={open} title={t('compareTitle')} onCancel={onClose} footer={null} width={840} closable={{ 'aria-label': t('close') }} destroyOnHidden>
      <Body {...rest} />
    </Modal>
  );
}

/** The one before and the newest, unless told otherwise; older on the left. */
function firstPair({ revisions }: ArticleDetail, from: Id | undefined, to: Id | undefined): [Id | undefined, Id | undefined] {
  const newest = revisions.toSorted((a, b) => b.number - a.number);
  const right = to ?? newest[0]?.id;
  const left = from ?? newest.find((row) => row.id !== right)?.id;
  const numberOf = (id: Id | undefined) => revisions.find((row) => row.id === id)?.number ?? 0;
  return numberOf(left) <= numberOf(right) ? [left, right] : [right, left];
}

function Body({ detail, from, to }: Omit<Props, 'open' | 'onClose'>) {
  const t = useWords(words);
  const version = useVersion();
  const [[left, right], setPair] = useState(() => firstPair(detail, from, to));
  const before = useCall('knowledge.revision', left ? { id: left } : 'skip');
  const after = useCall('knowledge.revision', right ? { id: right } : 'skip');
  const options = detail.revisions.toSorted((a, b) => b.number - a.number).map((row) => ({ value: row.id, label: row.note ? `${version(row.number)} · ${row.note}` : version(row.number) }));
  const error = before.error ?? after.error;
  return (
    <div className="col g12">
      <div className="row g8">
        <Select className="grow" aria-label={t('compareFrom')} value={left} options={options} placeholder={t('comparePick')} onChange={(next) => setPair([next, right])} />
        <Icon name="right" size={16} />
        <Select className="grow" aria-label={t('compareTo')} value={right} options={options} placeholder={t('comparePick')} onChange={(next) => setPair([left, next])} />
      </div>
      {error && <Failure message={error.message} refusal={error.refusal} />}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it */}
      <div className={style.compare} tabIndex={0} role="region" aria-label={t('compareTitle')}>
        {before.data && after.data ? <DiffView before={whole(before.data)} after={whole(after.data)} /> : !error && <Skeleton lines={5} />}
      </div>
    </div>
  );
}

/** The title is a line of its own, so that a new name shows as a change. */
function whole({ title, body }: { title: string; body: string }): string {
  return `# ${title}\n${body}`;
}
