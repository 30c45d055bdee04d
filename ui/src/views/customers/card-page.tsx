/** One customer: who they are on the left, everything they came for in the middle, tickets and similar cards on the right. */
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Consent } from '../../customer/consent';
import { Facts } from '../../customer/facts';
import { CustomFields } from '../../customer/fields';
import { Identities } from '../../customer/identities';
import { MergeSheet } from '../../customer/merge-sheet';
import { Stats } from '../../customer/stats';
import { Tags } from '../../customer/tags';
import { TierChip } from '../../customer/tier';
import { Tickets } from '../../customer/tickets';
import { TimelinePane } from '../../customer/timeline';
import { Duplicates, Merged } from '../../customer/twins';
import { words as customerWords } from '../../customer/words';
import type { CustomerDetail, ShopRow } from '../../ipc/bindings';
import { useAct, useCall } from '../../ipc/hooks';
import { useMayCall, useMe } from '../../ipc/me';
import { inboxPlace } from '../../ipc/place';
import { Avatar } from '../../kit/avatar';
import { classes } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import { Icon } from '../../kit/icons';
import { KeyCap } from '../../kit/key-cap';
import { useKeys, type Key } from '../../kit/keys';
import { useWide } from '../../kit/media';
import { Section } from '../../kit/pane';
import { NoRecord, Skeleton } from '../../kit/states';
import style from './customers.module.css';
import { words } from './words';

interface Props {
  id: string;
  shops: readonly ShopRow[];
  onOpen: (id: string) => void;
  onBack: () => void;
}

export function CardPage({ id, shops, onOpen, onBack }: Props) {
  const t = useWords(words);
  const c = useWords(customerWords);
  const read = useCall('customer.get', { id });
  useKeys({ id: 'customers', title: c('scope'), order: 3 }, [{ key: 'escape', label: t('back'), run: onBack, notInPalette: true }]);
  if (read.error && !read.data) return <NoRecord error={read.error} title={c('gone')} next={c('goneNext')} back={t('back')} onBack={onBack} onRetry={() => void read.refetch()} />;
  if (!read.data) return <div className="grow"><Skeleton lines={6} /></div>;
  return <Card customer={read.data} shops={shops} onOpen={onOpen} onBack={onBack} />;
}

function Card({ customer, shops, onOpen, onBack }: { customer: CustomerDetail; shops: readonly ShopRow[]; onOpen: (id: string) => void; onBack: () => void }) {
  const t = useWords(words);
  const c = useWords(customerWords);
  const wide = useWide();
  const [merging, setMerging] = useState<{ other: string | undefined }>();
  const merged = (winner: string) => {
    setMerging(undefined);
    if (winner !== customer.card.id) onOpen(winner);
  };
  const side = (
    <>
      <Tickets customer={customer.card.id} open={customer.stats.open_tickets} />
      <Duplicates customer={customer} onMerge={(other) => setMerging({ other })} />
      <Merged cards={customer.merged} />
    </>
  );
  return (
    <div className={style.page}>
      <Header customer={customer} onBack={onBack} onMerge={() => setMerging({ other: undefined })} />
      <div className={style.card}>
        <Left customer={customer} shops={shops} more={wide ? undefined : side} />
        <div className={style.trail}>
          <Stats customer={customer} />
          <h2 className="unseen">{c('timeline')}</h2>
          <div><TimelinePane id={customer.card.id} /></div>
        </div>
        {wide && <aside className={style.side} aria-label={t('side')}><h2 className="unseen">{t('side')}</h2>{side}</aside>}
      </div>
      <MergeSheet customer={customer} other={merging?.other} open={merging !== undefined} onClose={() => setMerging(undefined)} onMerged={merged} />
    </div>
  );
}

/** Narrow windows keep the right pane as a second page of the left one. */
function Left({ customer, shops, more }: { customer: CustomerDetail; shops: readonly ShopRow[]; more: React.ReactNode }) {
  const t = useWords(words);
  const c = useWords(customerWords);
  const [tab, setTab] = useState<'facts' | 'more'>('facts');
  const onMore = more !== undefined && tab === 'more';
  return (
    <aside className={style.facts} aria-label={t('tabFacts')}>
      <h2 className="unseen">{t('tabFacts')}</h2>
      {more !== undefined && <div className={style.tabs}><Segmented block value={tab} onChange={setTab} options={[{ value: 'facts', label: t('tabFacts') }, { value: 'more', label: t('tabTickets') }]} /></div>}
      {onMore ? more : (
        <>
          <Identities customer={customer} />
          <Section title={c('tags')}><Tags card={customer.card} /></Section>
          <Facts customer={customer} shops={shops} />
          <CustomFields customer={customer} />
          <Consent customer={customer} />
        </>
      )}
    </aside>
  );
}

function Header({ customer, onBack, onMerge }: { customer: CustomerDetail; onBack: () => void; onMerge: () => void }) {
  const t = useWords(words);
  const c = useWords(customerWords);
  const may = useMayCall();
  const me = useMe();
  const [, go] = useLocation();
  const open = useAct('conversation.open');
  const { card } = customer;
  const serve = () => open.mutate({ customer: card.id, channel: 'counter', shop: me?.shop?.id ?? null, subject: '', text: '' }, { onSuccess: ({ id }) => go(inboxPlace(id, 'mine')) });
  const keys: Key[] = [
    ...(may('customer.merge') ? [{ key: 'm', label: t('merge'), icon: 'merge' as const, also: 'merge hebing', run: onMerge }] : []),
    ...(may('conversation.open') ? [{ key: 'r', label: t('serve'), icon: 'say' as const, also: 'serve jiedai', run: serve }] : []),
  ];
  useKeys({ id: 'customers', title: c('scope'), order: 3 }, keys);
  return (
    <header className={classes(style.header, style.ruled)}>
      <IconButton icon="left" label={t('back')} keys="escape" onClick={onBack} />
      <Avatar name={card.name} size={32} />
      <h1 className="ell">{card.name}</h1>
      <TierChip tier={card.tier} />
      <span className="t13 ink3 num nowrap">{card.member_no}</span>
      <span className="grow" />
      {may('customer.merge') && <Button icon={<Icon name="merge" size={15} />} onClick={onMerge}>{t('merge')}</Button>}
      {may('conversation.open') && <Button type="primary" icon={<Icon name="say" size={15} />} loading={open.isPending} onClick={serve}>{t('serve')}<KeyCap keys="r" /></Button>}
    </header>
  );
}
