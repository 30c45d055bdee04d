/** Two cards side by side and what becomes of them, before anything is done. Choosing the other card is the first step. */
import { Button, Modal, Radio } from 'antd';
import { useState } from 'react';
import type { CustomerDetail, Id } from '../ipc/bindings';
import { useAct, useCall } from '../ipc/hooks';
import { Chip, classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { notify } from '../kit/notices';
import { Failure, Skeleton } from '../kit/states';
import style from './card.module.css';
import { CustomerPicker } from './picker';
import { preview, type MergeField, type MergeRow } from './merge';
import { figure, yuan } from './money';
import { useTierName } from './tier';
import { words } from './words';

interface Props {
  customer: CustomerDetail;
  /** The other card, if it is known already. */
  other: Id | undefined;
  open: boolean;
  onClose: () => void;
  /** With the card that stays. */
  onMerged: (winner: Id) => void;
}

export function MergeSheet({ customer, other, open, onClose, onMerged }: Props) {
  const t = useWords(words);
  return (
    <Modal open={open} title={t('mergeTitle')} onCancel={onClose} footer={null} width={860} closable={{ 'aria-label': t('close') }} destroyOnHidden>
      <Steps customer={customer} given={other} onClose={onClose} onMerged={onMerged} />
    </Modal>
  );
}

function Steps({ customer, given, onClose, onMerged }: { customer: CustomerDetail; given: Id | undefined; onClose: () => void; onMerged: (winner: Id) => void }) {
  const t = useWords(words);
  const [chosen, setChosen] = useState(given);
  const read = useCall('customer.get', chosen ? { id: chosen } : 'skip');
  if (!chosen) {
    return (
      <div className="col g12">
        <div className="t13 ink2">{t('mergePick')}</div>
        <CustomerPicker label={t('mergeSearch')} placeholder={t('mergeSearchHint')} without={customer.card.id} onPick={setChosen} />
      </div>
    );
  }
  if (read.error && !read.data) return <Failure message={read.error.message} refusal={read.error.refusal} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton lines={6} />;
  return <Preview left={customer} right={read.data} onClose={onClose} onMerged={onMerged} />;
}

function Preview({ left, right, onClose, onMerged }: { left: CustomerDetail; right: CustomerDetail; onClose: () => void; onMerged: (winner: Id) => void }) {
  const t = useWords(words);
  const tierName = useTierName();
  const [keep, setKeep] = useState<'left' | 'right'>('left');
  const merge = useAct('customer.merge');
  const say = { tier: ({ card }: CustomerDetail) => (card.tier ? tierName(card.tier) : ''), money: yuan, count: figure };
  const { rows, same } = preview(left, right, keep, say);
  const [winner, loser] = keep === 'left' ? [left.card, right.card] : [right.card, left.card];
  const done = () => {
    notify({ key: 'merged', kind: 'done', text: t('mergeDone') });
    onMerged(winner.id);
  };
  return (
    <div className="col g16">
      <Radio.Group value={keep} onChange={(event) => setKeep(event.target.value === 'right' ? 'right' : 'left')} aria-label={t('mergeKeep')}
        options={[{ value: 'left', label: `${t('mergeLeft')} · ${left.card.name}` }, { value: 'right', label: `${t('mergeRight')} · ${right.card.name}` }]} />
      <div className={style.merge} role="table" aria-label={t('mergeTitle')}>
        <Heads left={left} right={right} />
        {rows.map((row) => <Row key={row.field} row={row} keep={keep} />)}
      </div>
      <div className="t13 ink3">{same > 0 && <>{t('mergeSame', { count: same })}<br /></>}{t('mergeKept')}</div>
      <div className="row g8" style={{ justifyContent: 'flex-end' }}>
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button type="primary" loading={merge.isPending} onClick={() => merge.mutate({ winner: winner.id, loser: loser.id }, { onSuccess: done })}>{t('mergeDo', { name: winner.name })}</Button>
      </div>
    </div>
  );
}

function Heads({ left, right }: { left: CustomerDetail; right: CustomerDetail }) {
  const t = useWords(words);
  return (
    <div role="row" style={{ display: 'contents' }}>
      <span role="columnheader" className={classes(style.cellHead, style.field)}><span className="unseen">{t('facts')}</span></span>
      <b role="columnheader" className={style.cellHead}>{left.card.name}</b>
      <b role="columnheader" className={style.cellHead}>{right.card.name}</b>
      <b role="columnheader" className={style.cellHead}>{t('mergeResult')}</b>
    </div>
  );
}

const labels = {
  name: 'name', tier: 'tier', identities: 'identities', tags: 'tags', birthday: 'birthday', gender: 'gender', address: 'address',
  homeShop: 'homeShop', language: 'language', notes: 'notes', points: 'points', spentYear: 'spentYear',
} as const satisfies Record<MergeField, string>;

function Row({ row, keep }: { row: MergeRow; keep: 'left' | 'right' }) {
  const t = useWords(words);
  const stays = (side: 'left' | 'right') => row.joined || keep === side;
  return (
    <div role="row" style={{ display: 'contents' }}>
      <span role="rowheader" className={style.field}>{t(labels[row.field])}</span>
      <span role="cell" className={classes(stays('left') && row.left.length > 0 && style.stays)}><Values of={row.left} chips={row.joined} /></span>
      <span role="cell" className={classes(stays('right') && row.right.length > 0 && style.stays)}><Values of={row.right} chips={row.joined} /></span>
      <span role="cell"><Values of={row.result} chips={row.joined} /></span>
    </div>
  );
}

function Values({ of, chips }: { of: readonly string[]; chips: boolean }) {
  const t = useWords(words);
  if (of.length === 0) return <span className="ink3">{t('none')}</span>;
  if (!chips) return <span style={{ whiteSpace: 'pre-line' }}>{of[0]}</span>;
  return <span className={style.tags}>{of.map((each) => <Chip key={each}>{each}</Chip>)}</span>;
}
