/** Narrows the list: words as they are typed, tier, shop, tags. */
import { Button, Select, type InputRef } from 'antd';
import type { Ref } from 'react';
import type { ShopRow } from '../ipc/bindings';
import { useWords } from '../kit/i18n';
import { SearchBox } from '../kit/search-box';
import { everyone, isNarrowed, type Narrowing } from './asking';
import style from './list.module.css';
import { tiers, useTierName } from './tier';
import { words } from './words';

interface Props {
  value: Narrowing;
  onChange: (next: Narrowing) => void;
  shops: readonly ShopRow[];
  /** Tags known from the rows in sight; any other can be typed. */
  tags: readonly string[];
  /** ↓ or Enter in the box: on to the list. */
  onDown: (open: boolean) => void;
  box: Ref<InputRef>;
}

export function Filters({ value, onChange, shops, tags, onDown, box }: Props) {
  const t = useWords(words);
  const tierName = useTierName();
  return (
    <div className={style.filters} role="search">
      <SearchBox ref={box} className={style.search} text={value.text} label={t('search')} placeholder={t('searchHint')} onText={(text) => onChange({ ...value, text })} onDown={onDown} />
      <Select className={style.pick} allowClear placeholder={t('tierFilter')} aria-label={t('tierFilter')} value={value.tier}
        options={tiers.map((tier) => ({ value: tier, label: tierName(tier) }))} onChange={(tier) => onChange({ ...value, tier: tier ?? null })} />
      <Select className={style.pick} allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={t('shopFilter')} aria-label={t('shopFilter')} value={value.shop} popupMatchSelectWidth={false}
        options={shops.map((shop) => ({ value: shop.id, label: shop.name }))} onChange={(shop) => onChange({ ...value, shop: shop ?? null })} />
      <Select className={style.pick} mode="tags" allowClear maxTagCount={2} placeholder={t('tagFilter')} aria-label={t('tagFilter')} value={[...value.tags]} popupMatchSelectWidth={false} style={{ minWidth: 140 }}
        options={tags.map((tag) => ({ value: tag, label: tag }))} onChange={(next) => onChange({ ...value, tags: next })} />
      {isNarrowed(value) && <Button type="text" size="small" onClick={() => onChange(everyone)}>{t('clearFilters')}</Button>}
    </div>
  );
}
