/** The room of customers: the list, and one card. What the list was narrowed by stays while a card is read. */
import { useState } from 'react';
import { useLocation, useRoute } from 'wouter';
import { everyone } from '../../customer/asking';
import { useCall } from '../../ipc/hooks';
import { placeOf } from '../../ipc/place';
import { CardPage } from './card-page';
import { ListPage } from './list-page';

export default function CustomersRoom() {
  const [narrow, setNarrow] = useState(everyone);
  const [current, setCurrent] = useState<string>();
  const [, go] = useLocation();
  const [, params] = useRoute('/customers/:id');
  const shops = useCall('shop.list', {}).data ?? [];
  const open = (id: string) => {
    setCurrent(id);
    go(placeOf('customer', id) ?? '/customers');
  };
  if (params) return <CardPage key={params.id} id={params.id} shops={shops} onOpen={open} onBack={() => go('/customers')} />;
  return <ListPage narrow={narrow} onNarrow={setNarrow} shops={shops} current={current} onMove={setCurrent} onOpen={open} />;
}
