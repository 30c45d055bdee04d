/** The shops of the chain as lines. */
import type { Calendar, ShopRow } from '../ipc/bindings';
import { Chip } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Rows, type Column } from '../kit/rows';
import { words } from './words';

export function ShopList({ shops, calendars, onOpen }: { shops: readonly ShopRow[]; calendars: readonly Calendar[]; onOpen: (shop: ShopRow) => void }) {
  const t = useWords(words);
  const calendarOf = (id: string | null) => calendars.find((calendar) => calendar.id === id)?.name ?? t('calendarNone');
  const columns: Column<ShopRow>[] = [
    { key: 'code', title: t('code'), width: '72px', cell: (shop) => <span className="num">{shop.code}</span> },
    { key: 'name', title: t('name'), width: 'minmax(144px, 1fr)', cell: (shop) => <span className="t14">{shop.name}</span> },
    { key: 'phone', title: t('phone'), width: '128px', cell: (shop) => <span className="num">{shop.phone}</span> },
    { key: 'address', title: t('address'), width: 'minmax(160px, 1.6fr)', cell: (shop) => <span className="ink2">{shop.address}</span> },
    { key: 'calendar', title: t('calendar'), width: 'minmax(112px, .8fr)', cell: (shop) => calendarOf(shop.calendar) },
    { key: 'people', title: t('people'), width: '56px', end: true, cell: (shop) => <span className="num">{shop.people}</span> },
    { key: 'standing', title: t('standing'), width: '88px', cell: (shop) => (shop.closed ? <Chip>{t('closed')}</Chip> : t('open')) },
  ];
  return <Rows label={t('shops')} columns={columns} rows={shops} idOf={(shop) => shop.id} isFaded={(shop) => shop.closed} onOpen={onOpen} />;
}
