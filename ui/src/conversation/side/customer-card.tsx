/** Who the customer is: phone masked until asked for (which leaves a record), figures, tags. */
import { Button, Modal } from 'antd';
import { useState } from 'react';
import type { ConversationDetail, CustomerCard as Card, CustomerDetail } from '../../ipc/bindings';
import { useAct, useCall } from '../../ipc/hooks';
import { useMay } from '../../ipc/me';
import { Avatar } from '../../kit/avatar';
import { Chip } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { MaskedPhone } from '../../kit/phone';
import { Empty } from '../../kit/states';
import { useTierTitle } from '../mood';
import { Tags } from '../tags';
import { CustomerFinder } from './finder';
import style from './side.module.css';
import { words } from './words';

type OnTag = (change: { add: string[]; remove: string[] }) => void;

/** `¥3,286` from 328612 cents: whole yuan, as a clerk would say it. */
export function yuan(cents: number): string {
  return `¥${Math.round(cents / 100).toLocaleString('en-US')}`;
}

function useReveal(customer: string, detail: CustomerDetail | undefined): (() => Promise<string | undefined>) | undefined {
  const may = useMay();
  const reveal = useAct('customer.reveal');
  const phone = detail?.identities.find((identity) => identity.kind === 'phone');
  if (!phone || !may('customer.reveal')) return undefined;
  return async () => {
    try {
      return (await reveal.mutateAsync({ id: customer, what: phone.key })).value;
    } catch {
      return undefined; // the refusal has been shown by useAct
    }
  };
}

export function CustomerCard({ of, customer, onTag }: { of: ConversationDetail; customer: Card; onTag: OnTag }) {
  const t = useWords(words);
  const tier = useTierTitle();
  const may = useMay();
  const detail = useCall('customer.get', may('customer.read') ? { id: customer.id } : 'skip');
  const reveal = useReveal(customer.id, detail.data);
  const tag = useAct('customer.tag');
  const tags = detail.data?.card.tags ?? customer.tags;
  return (
    <section className={style.card} aria-label={t('tabCustomer')}>
      <div className="row g12">
        <Avatar name={customer.name} size={48} />
        <div className="col grow" style={{ gap: 2 }}>
          <div className="row g8">
            <a className="t16 b ell" href={`#/customers/${customer.id}`} title={t('openCustomer')} style={{ color: 'inherit' }}>{customer.name}</a>
            {customer.tier && <Chip>{tier(customer.tier)}</Chip>}
          </div>
          <div className="row g8 t13 ink2">
            {customer.phone ? <MaskedPhone key={customer.id} value={customer.phone} reveal={reveal} /> : customer.member_no && <span className="num">{t('memberNo', { number: customer.member_no })}</span>}
          </div>
        </div>
      </div>
      {detail.data && <Figures of={detail.data} />}
      <div className={style.tagLine} role="group" aria-label={t('customerTags')}>
        {tags.length === 0 && t('customerTags')}
        <Tags tags={tags} {...(may('customer.write') ? { onChange: (change) => tag.mutate({ id: customer.id, ...change }) } : {})} />
      </div>
      <div className={style.tagLine} role="group" aria-label={t('conversationTags')}>
        {t('conversationTags')}
        <Tags tags={of.conversation.tags} onChange={onTag} />
      </div>
      {detail.data?.notes && <p className={style.remark}>{detail.data.notes}</p>}
    </section>
  );
}

function Figures({ of }: { of: CustomerDetail }) {
  const t = useWords(words);
  const { rating_average: average, ratings } = of.stats;
  return (
    <dl className={style.stats}>
      <div><dt>{t('points')}</dt><dd>{of.points.toLocaleString('en-US')}</dd></div>
      <div><dt>{t('spent')}</dt><dd>{yuan(of.spent_year_cents)}</dd></div>
      <div><dt>{t('rating')}</dt><dd>{average === null ? <small>{t('ratingNone')}</small> : <>{average.toFixed(1)}<small>{t('ratingOf', { count: ratings })}</small></>}</dd></div>
    </dl>
  );
}

export function NobodyYet({ of, onTag }: { of: ConversationDetail; onTag: OnTag }) {
  const t = useWords(words);
  const [asking, setAsking] = useState(false);
  const set = useAct('conversation.set_customer');
  return (
    <section className={style.card} aria-label={t('tabCustomer')}>
      <Empty size="small" title={t('unknown')} next={t('unknownNext')} actions={<Button onClick={() => setAsking(true)}>{t('identify')}</Button>} />
      <div className={style.tagLine} role="group" aria-label={t('conversationTags')}>
        {t('conversationTags')}
        <Tags tags={of.conversation.tags} onChange={onTag} />
      </div>
      <Modal open={asking} title={t('identifyTitle')} onCancel={() => setAsking(false)} footer={null} width={480} closable={{ 'aria-label': t('close') }} destroyOnHidden>
        <CustomerFinder action={t('identifyDo')} onChoose={({ id }) => set.mutate({ id: of.conversation.id, customer: id }, { onSuccess: () => setAsking(false) })} />
      </Modal>
    </section>
  );
}
