/** Which shop one works in now; what the inbox and lists start from. Only a choice where there is one. */
import { Dropdown } from 'antd';
import { useAct } from '../../ipc/hooks';
import { useMe } from '../../ipc/me';
import { useWords } from '../../kit/i18n';
import { Icon } from '../../kit/icons';
import { cache } from '../../ipc/cache';
import style from './frame.module.css';
import { words } from './words';

const HEAD_OFFICE = 'head-office';

export function ShopSwitcher() {
  const t = useWords(words);
  const me = useMe();
  const choose = useAct('session.choose_shop');
  if (!me) return null;
  const place = me.shop?.name ?? t('headOffice');
  const shops = me.shops.map((shop) => ({ key: shop.id, label: shop.name }));
  const items = me.every_shop ? [{ key: HEAD_OFFICE, label: t('headOffice') }, ...shops] : shops;
  if (items.length < 2) return <span className="row g8 t13 ink2 ell"><Icon name="store" size={15} /><span className="ell">{place}</span></span>;
  const go = (key: string) => choose.mutate({ shop: key === HEAD_OFFICE ? null : key }, { onSuccess: () => void cache.invalidateQueries() });
  return (
    <Dropdown trigger={['click']} menu={{ items, selectable: true, selectedKeys: [me.shop?.id ?? HEAD_OFFICE], onClick: ({ key }) => go(key), style: { maxHeight: 420, overflow: 'auto' } }}>
      <button type="button" className={style.quiet} aria-haspopup="menu" title={t('chooseShop')}>
        <Icon name="store" size={15} />
        <span className="ell">{place}</span>
        <Icon name="down" size={13} />
      </button>
    </Dropdown>
  );
}
