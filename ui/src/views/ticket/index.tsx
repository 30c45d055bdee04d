/** One ticket by its id, or by its number as people say it. */
import { Button } from 'antd';
import { useLocation, useParams } from 'wouter';
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { Empty, Failure, Skeleton } from '../../kit/states';
import { TicketPage } from './page';
import { words } from './words';

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

export default function TicketView() {
  const t = useWords(words);
  const [, go] = useLocation();
  const { id = '' } = useParams<{ id: string }>();
  const ticket = useCall('ticket.get', UUID.test(id) ? { id, number: '' } : { id: null, number: id });
  if (ticket.data) return <TicketPage key={ticket.data.ticket.id} of={ticket.data} />;
  if (ticket.error?.code === 'not_found') return <Empty title={t('missing')} next={t('missingNext')} actions={<Button onClick={() => go('/tickets')}>{t('toList')}</Button>} />;
  if (ticket.error) return <div className="grow"><Failure message={ticket.error.message} refusal={ticket.error.refusal} onRetry={() => void ticket.refetch()} /></div>;
  return <div className="grow"><Skeleton lines={6} /></div>;
}
