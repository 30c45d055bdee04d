/** The four pages of the wizard. `tried` shows what is still missing, only after Next was pressed. */
import type { ReactNode } from 'react';
import { useWords } from '../../kit/i18n';
import { Field, PasswordRule } from '../sign-in/parts';
import style from '../sign-in/sign-in.module.css';
import { codeHolds, type Draft } from './draft';
import { words } from './words';

export interface StepProps {
  draft: Draft;
  tried: boolean;
  change: (part: Partial<Draft>) => void;
}

function Page({ title, why, children }: { title: string; why: string; children: ReactNode }) {
  return (
    <>
      <h1 className={style.heading}>{title}</h1>
      <p className="t13 ink2">{why}</p>
      <div className={style.form}>{children}</div>
    </>
  );
}

function useNeeded(tried: boolean): (value: string) => string | undefined {
  const t = useWords(words);
  return (value) => (tried && value.trim() === '' ? t('needed') : undefined);
}

export function OrganisationStep({ draft, tried, change }: StepProps) {
  const t = useWords(words);
  const needed = useNeeded(tried);
  return (
    <Page title={t('organisationTitle')} why={t('organisationWhy')}>
      <Field label={t('organisation')} value={draft.organisation} onChange={(organisation) => change({ organisation })} hint={t('organisationHint')} wrong={needed(draft.organisation)} autoFocus autoComplete="organization" />
    </Page>
  );
}

export function ShopStep({ draft, tried, change }: StepProps) {
  const t = useWords(words);
  const needed = useNeeded(tried);
  const wrong = needed(draft.shop_code) ?? (draft.shop_code !== '' && tried && !codeHolds(draft.shop_code) ? t('shopCodeWrong') : undefined);
  return (
    <Page title={t('shopTitle')} why={t('shopWhy')}>
      <Field label={t('shopName')} value={draft.shop_name} onChange={(shop_name) => change({ shop_name })} wrong={needed(draft.shop_name)} autoFocus />
      <Field label={t('shopCode')} value={draft.shop_code} onChange={(code) => change({ shop_code: code.toUpperCase() })} hint={t('shopCodeHint')} wrong={wrong} />
    </Page>
  );
}

export function AdminStep({ draft, tried, change }: StepProps) {
  const t = useWords(words);
  const needed = useNeeded(tried);
  const differs = draft.again !== '' && draft.again !== draft.password;
  return (
    <Page title={t('adminTitle')} why={t('adminWhy')}>
      <Field label={t('name')} value={draft.name} onChange={(name) => change({ name })} wrong={needed(draft.name)} autoFocus autoComplete="name" />
      <Field label={t('account')} value={draft.account} onChange={(account) => change({ account })} hint={t('accountHint')} wrong={needed(draft.account)} autoComplete="username" />
      <Field label={t('password')} value={draft.password} onChange={(password) => change({ password })} secret wrong={needed(draft.password)} autoComplete="new-password" />
      <PasswordRule password={draft.password} names={[draft.account, draft.name]} />
      <Field label={t('again')} value={draft.again} onChange={(again) => change({ again })} secret wrong={differs ? t('differs') : needed(draft.again)} autoComplete="new-password" />
    </Page>
  );
}

export function CheckStep({ draft }: StepProps) {
  const t = useWords(words);
  const lines = [
    [t('organisation'), draft.organisation],
    [t('shopName'), draft.shop_name],
    [t('shopCode'), draft.shop_code],
    [t('name'), draft.name],
    [t('account'), draft.account],
  ] as const;
  return (
    <Page title={t('checkTitle')} why={t('checkWhy')}>
      <dl className={style.summary}>
        {lines.map(([name, value]) => <div key={name} style={{ display: 'contents' }}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
    </Page>
  );
}
