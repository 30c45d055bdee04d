/** Cards that look like the same person, and those merged into this one. */
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import type { CustomerCard, CustomerDetail } from '../ipc/bindings';
import { useAct, useCall } from '../ipc/hooks';
import { useMayCall } from '../ipc/me';
import { placeOf } from '../ipc/place';
import { Avatar } from '../kit/avatar';
import { Confirm } from '../kit/confirm';
import { useWords } from '../kit/i18n';
import { notify } from '../kit/notices';
import { Section } from '../kit/pane';
import style from './card.module.css';
import { words } from './words';

export function Duplicates({ customer, onMerge }: { customer: CustomerDetail; onMerge: (other: string) => void }) {
  const t = useWords(words);
  const may = useMayCall();
  const found = useCall('customer.duplicates', { id: customer.card.id });
  if (!found.data) return null;
  return (
    <Section title={t('duplicates')}>
      {found.data.length === 0 && <div className="t13 ink3">{t('duplicatesNone')}</div>}
      {found.data.map(({ card }) => (
        <Twin key={card.id} card={card} action={may('customer.merge') && <Button size="small" aria-label={t('mergeWith', { name: card.name })} onClick={() => onMerge(card.id)}>{t('merge')}</Button>} />
      ))}
    </Section>
  );
}

export function Merged({ cards }: { cards: readonly CustomerCard[] }) {
  const t = useWords(words);
  const may = useMayCall();
  const [leaving, setLeaving] = useState<CustomerCard>();
  const unmerge = useAct('customer.unmerge');
  const split = (card: CustomerCard) =>
    unmerge.mutate({ id: card.id }, { onSuccess: () => notify({ key: 'unmerged', kind: 'done', text: t('unmergeDone') }), onSettled: () => setLeaving(undefined) });
  if (cards.length === 0) return null;
  return (
    <Section title={t('merged')}>
      {cards.map((card) => <Twin key={card.id} card={card} plain action={may('customer.unmerge') && <Button size="small" onClick={() => setLeaving(card)}>{t('unmerge')}</Button>} />)}
      <Confirm open={leaving !== undefined} title={t('unmergeTitle', { name: leaving?.name ?? '' })} action={t('unmerge')} busy={unmerge.isPending} onDo={() => leaving && split(leaving)} onClose={() => setLeaving(undefined)}>
        {t('unmergeNote')}
      </Confirm>
    </Section>
  );
}

function Twin({ card, action, plain }: { card: CustomerCard; action: React.ReactNode; plain?: boolean }) {
  const name = plain ? <span className="ell">{card.name}</span> : <Link href={placeOf('customer', card.id) ?? '/customers'} className="ell">{card.name}</Link>;
  return (
    <div className={style.twin}>
      <Avatar name={card.name} size={28} />
      <div className="grow col">
        {name}
        <span className="t12 ink3 num ell">{[card.phone, card.member_no].filter(Boolean).join(' · ')}</span>
      </div>
      {action}
    </div>
  );
}
