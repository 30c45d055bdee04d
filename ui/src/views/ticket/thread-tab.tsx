/** The conversation of a ticket, to read; answering happens in the box below or in the inbox. */
import { Link } from 'wouter';
import type { TicketDetail } from '../../ipc/bindings';
import { inboxPlace } from '../../ipc/place';
import { useMay } from '../../ipc/me';
import { useWords } from '../../kit/i18n';
import { Empty } from '../../kit/states';
import { Log } from '../../message/log';
import { useMessages } from '../../message/use-messages';
import style from './ticket-page.module.css';
import { words } from './words';

export function ThreadTab({ of }: { of: TicketDetail }) {
  const t = useWords(words);
  const may = useMay()('conversation.work');
  const id = of.ticket.conversation;
  if (!id || !may) return <Empty size="small" title={t('threadEmpty')} next={t('threadEmptyNext')} />;
  return <Thread id={id} name={of.customer?.name ?? t('customerSaid')} />;
}

function Thread({ id, name }: { id: string; name: string }) {
  const t = useWords(words);
  const thread = useMessages(id);
  return (
    <>
      <div className="t13" style={{ padding: '0 24px 8px' }}><Link href={inboxPlace(id, 'all')}>{t('openThread')}</Link></div>
      <div className={style.fill}><Log thread={thread} customer={name} /></div>
    </>
  );
}
