/** What is written on the card, each changed where it stands. */
import type { CustomerDetail, ShopRow, UpdateCustomer } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useMayCall } from '../ipc/me';
import { useWords } from '../kit/i18n';
import { Section } from '../kit/pane';
import { day } from '../kit/time';
import style from './card.module.css';
import { InPlace } from './in-place';
import { Masked } from './masked';
import { patch } from './patch';
import { tiers, useTierName } from './tier';
import { useReveal } from './use-reveal';
import { genders, words } from './words';

export type SaveFact = ((change: Partial<Omit<UpdateCustomer, 'id'>>) => Promise<unknown>) | undefined;

export function useSaveFact(id: string): SaveFact {
  const update = useAct('customer.update');
  const may = useMayCall()('customer.update');
  return may ? (change) => update.mutateAsync(patch(id, change)) : undefined;
}

function useGenders() {
  const t = useWords(words);
  return [{ value: genders.female, label: t('genderF') }, { value: genders.male, label: t('genderM') }];
}

export function Facts({ customer, shops }: { customer: CustomerDetail; shops: readonly ShopRow[] }) {
  const t = useWords(words);
  const tierName = useTierName();
  const choices = useGenders();
  const reveal = useReveal(customer.card.id);
  const save = useSaveFact(customer.card.id);
  const gender = customer.gender ?? '';
  const tier = customer.card.tier;
  const languages = [{ value: 'zh', label: t('languageZh') }, { value: 'en', label: t('languageEn') }];
  return (
    <Section title={t('facts')}>
      <dl className={style.facts}>
        <dt>{t('name')}</dt>
        <dd><InPlace label={t('name')} value={customer.card.name} save={save && ((name) => save({ name }))} /></dd>
        <dt>{t('tier')}</dt>
        <dd><InPlace label={t('tier')} value={tier ?? ''} form={{ options: tiers.map((each) => ({ value: each, label: tierName(each) })) }} save={save && ((next) => save({ tier: tiers.find((each) => each === next) ?? null }))}>{tier && tierName(tier)}</InPlace></dd>
        <dt>{t('homeShop')}</dt>
        <dd><InPlace label={t('homeShop')} value={customer.home_shop?.id ?? ''} form={{ options: shops.map((shop) => ({ value: shop.id, label: shop.name })) }} save={save && ((home_shop) => save({ home_shop }))}>{customer.home_shop?.name}</InPlace></dd>
        <dt>{t('birthday')}</dt>
        <dd><InPlace label={t('birthday')} form="date" value={clear(customer.birthday)} save={save && ((birthday) => save({ birthday }))}>{customer.birthday && <Masked shown={customer.birthday} what={t('birthday')} reveal={isMasked(customer.birthday) && reveal ? () => reveal('birthday') : undefined} />}</InPlace></dd>
        <dt>{t('gender')}</dt>
        <dd><InPlace label={t('gender')} value={gender} form={{ options: choices }} save={save && ((next) => save({ gender: next }))}>{choices.find((each) => each.value === gender)?.label}</InPlace></dd>
        <dt>{t('language')}</dt>
        <dd><InPlace label={t('language')} value={customer.language ?? ''} form={{ options: languages }} save={save && ((language) => save({ language }))}>{languages.find((each) => each.value === customer.language)?.label}</InPlace></dd>
        <dt>{t('address')}</dt>
        <dd><InPlace label={t('address')} value={clear(customer.address)} save={save && ((address) => save({ address }))}>{customer.address && <Masked shown={customer.address} what={t('address')} reveal={reveal && (() => reveal('address'))} />}</InPlace></dd>
        {customer.member_since && <><dt>{t('memberSince')}</dt><dd className="num">{day(customer.member_since)}</dd></>}
        <dt>{t('notes')}</dt>
        <dd><InPlace label={t('notes')} form="long" value={customer.notes ?? ''} save={save && ((notes) => save({ notes }))} /></dd>
      </dl>
    </Section>
  );
}

const isMasked = (text: string | null) => text?.includes('*') ?? false;

/** A masked text is no start for an edit: the field begins empty and takes the whole anew. */
function clear(text: string | null): string {
  return isMasked(text) ? '' : (text ?? '');
}
