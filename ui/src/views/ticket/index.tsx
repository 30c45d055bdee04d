/** One ticket by its id, or by its number as people say it. */
import { useLocation, useParams } from 'wouter';
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { NoRecord, Skeleton } from '../../kit/states';
import { TicketPage } from './page';
import { words } from './words';

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

export default function TicketView() {
  const t = useWords(words);
  const [, go] = useLocation();
  const { id = '' } = useParams<{ id: string }>();
  const ticket = useCall('ticket.get', UUID.test(id) ? { id, number: '' } : { id: null, number: id });
  if (ticket.data) return <TicketPage key={ticket.data.ticket.id} of={ticket.data} />;
  if (ticket.error) return <NoRecord error={ticket.error} title={t('missing')} next={t('missingNext')} back={t('toList')} onBack={() => go('/tickets')} onRetry={() => void ticket.refetch()} />;
  return <div className="grow"><Skeleton lines={6} /></div>;
}
