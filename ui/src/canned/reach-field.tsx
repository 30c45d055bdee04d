/** Who may use it: only me, one shop, or everyone where one may share. */
import { Radio, Select } from 'antd';
import type { Id, ShopCard } from '../ipc/bindings';
import { useMay, useMe } from '../ipc/me';
import { Several } from '../kit/form';
import { useWords } from '../kit/i18n';
import type { Reach } from './reach';
import { words } from './words.editor';

interface Props {
  reach: Reach;
  shop: Id | null;
  onChange: (reach: Reach, shop: Id | null) => void;
}

export function ReachField({ reach, shop, onChange }: Props) {
  const t = useWords(words);
  const mayShare = useMay()('shared.words');
  const me = useMe();
  const shops: readonly ShopCard[] = me?.shops ?? [];
  const options = [
    { value: 'me', label: t('whoMe') },
    { value: 'shop', label: t('whoShop'), disabled: !mayShare || shops.length === 0 },
    { value: 'all', label: t('whoAll'), disabled: !mayShare },
  ];
  return (
    <Several label={t('who')} hint={mayShare ? undefined : t('whoNo')}>
      <div className="col g8">
        <Radio.Group value={reach} options={options} onChange={(event) => onChange(event.target.value === 'all' ? 'all' : event.target.value === 'shop' ? 'shop' : 'me', shop ?? me?.shop?.id ?? null)} />
        {reach === 'shop' && <Select aria-label={t('shop')} placeholder={t('shop')} showSearch={{ optionFilterProp: 'label' }} value={shop} options={shops.map((each) => ({ value: each.id, label: each.name }))} onChange={(next) => onChange('shop', next)} />}
      </div>
    </Several>
  );
}

/** The same in a list. */
export function useReachName(): (reach: Reach, shop: Id | null) => string {
  const t = useWords(words);
  const me = useMe();
  return (reach, shop) => {
    if (reach === 'shop') return me?.shops.find((each) => each.id === shop)?.name ?? t('whoShop');
    return reach === 'me' ? t('whoMe') : t('whoAll');
  };
}
