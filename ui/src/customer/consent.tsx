/** What the customer has agreed to, and since when. */
import { Switch } from 'antd';
import type { CustomerDetail } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useMayCall } from '../ipc/me';
import { useWords } from '../kit/i18n';
import { Section } from '../kit/pane';
import { day } from '../kit/time';
import style from './card.module.css';
import { purposesOn, standOf } from './consents';
import { words } from './words';

const named = { service: 'consentService', marketing: 'consentMarketing', profiling: 'consentProfiling', recording: 'consentRecording', share: 'consentShare' } as const;
const isNamed = (purpose: string): purpose is keyof typeof named => purpose in named;

export function Consent({ customer }: { customer: CustomerDetail }) {
  const t = useWords(words);
  const may = useMayCall()('customer.consent');
  const consent = useAct('customer.consent');
  return (
    <Section title={t('consent')}>
      {purposesOn(customer.consent).map((purpose) => {
        const stand = standOf(customer.consent[purpose]);
        const name = isNamed(purpose) ? t(named[purpose]) : purpose;
        const since = stand.stand === 'given' ? t('consentGiven', { when: day(stand.at) }) : t(stand.stand === 'withdrawn' ? 'consentWithdrawn' : 'consentNever');
        return (
          <div key={purpose} className={style.consent}>
            <div className="grow">
              <div>{name}</div>
              <div className="t12 ink3 num">{since}</div>
            </div>
            <Switch size="small" aria-label={name} checked={stand.stand === 'given'} disabled={!may} onChange={(given) => consent.mutate({ id: customer.card.id, purpose, given })} />
          </div>
        );
      })}
      <div className="t12 ink3">{t('consentNote')}</div>
    </Section>
  );
}
