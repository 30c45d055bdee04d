/** The shops of the chain. */
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { Empty } from '../../kit/states';
import { ShopList } from '../../shop/shop-list';
import { ShopSheet } from '../../shop/shop-sheet';
import { words as shopWords } from '../../shop/words';
import { NEW, openedIn, Page, Read, useSheet } from './page';
import { words } from './words';

export function ShopsPart() {
  const t = useWords(words);
  const s = useWords(shopWords);
  const shops = useCall('shop.list', {});
  const calendars = useCall('calendar.list', {}).data ?? [];
  const sheet = useSheet('shops');
  const opened = openedIn(sheet, shops.data, (shop) => shop.id);
  return (
    <Page title={t('shops')} count={shops.data?.length} note={t('shopsNote')} create={{ label: s('newShop'), run: () => sheet.show(NEW) }}>
      <Read of={shops}>{(rows) => (rows.length === 0 ? <Empty title={t('shopsNone')} /> : <ShopList shops={rows} calendars={calendars} onOpen={(shop) => sheet.show(shop.id)} />)}</Read>
      {opened && <ShopSheet key={opened.key} shop={opened.record} calendars={calendars} onClose={sheet.close} />}
    </Page>
  );
}
