/**
 * Writes a new ticket: for a customer at the counter, out of a conversation, or under another ticket. What a type asks for is
 * shown at once but may wait until the ticket is resolved. Closing keeps what was written.
 */
import { Button, Modal } from 'antd';
import { useEffect, useState } from 'react';
import type { CreatedTicket } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useMe } from '../ipc/me';
import { useWords } from '../kit/i18n';
import { isMac, KeyCap } from '../kit/key-cap';
import { notify } from '../kit/notices';
import { useTypes } from '../ticket_type/use-types';
import style from './create.module.css';
import { CreateForm } from './create-form';
import { asInput, forgetTicket, keepTicket, keptTicket, lackIn, startOf, type NewTicket, type Origin } from './new-ticket';
import { words } from './words.create';

interface Props {
  origin: Origin;
  onMade: (made: CreatedTicket) => void;
  onClose: () => void;
}

export function CreateTicketSheet({ origin, onMade, onClose }: Props) {
  const t = useWords(words);
  const me = useMe();
  const { all } = useTypes();
  const [earlier] = useState(() => keptTicket(origin));
  const [fresh, setFresh] = useState(earlier === undefined);
  const [ticket, setTicket] = useState<NewTicket>(() => earlier ?? startOf({ ...origin, shop: origin.shop ?? me?.shop?.id ?? null }));
  const create = useAct('ticket.create');
  const type = all.find((each) => each.id === ticket.kind) ?? null;
  const lack = lackIn(ticket, me !== undefined && me.shop === null);
  const change = (part: Partial<NewTicket>) => {
    const next = { ...ticket, ...part };
    setTicket(next);
    keepTicket(origin, next);
  };
  const startOver = () => {
    forgetTicket(origin);
    setFresh(true);
    setTicket(startOf({ ...origin, shop: origin.shop ?? me?.shop?.id ?? null }));
  };
  const submit = () => {
    if (lack || create.isPending) return;
    create.mutate(asInput(ticket, type, origin), {
      onSuccess: (made) => {
        forgetTicket(origin);
        notify({ key: 'ticket.create', kind: 'done', text: t('made', { number: made.number }) });
        onMade(made);
      },
    });
  };
  useSubmitKey(submit);
  const footer = (
    <span className="row g8" style={{ justifyContent: 'flex-end' }}>
      <span className="t12 ink3 grow" style={{ textAlign: 'start' }}>{lack ? t(lack) : type && type.checklist.length > 0 ? t('checks', { count: type.checklist.length }) : ''}</span>
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button type="primary" disabled={lack !== undefined} loading={create.isPending} onClick={submit}>{t('create')} <KeyCap keys="mod+enter" /></Button>
    </span>
  );
  return (
    <Modal open title={origin.parent ? t('childTitle') : t('title')} onCancel={onClose} footer={footer} width={720} style={{ top: 72 }} closable={{ 'aria-label': t('close') }} mask={{ closable: false }}>
      {!fresh && <div className={style.restored}><span className="grow">{t('restored')}</span><Button size="small" onClick={startOver}>{t('startOver')}</Button></div>}
      <CreateForm key={String(fresh)} ticket={ticket} type={type} onChange={change} />
    </Modal>
  );
}

/** Ctrl Enter sends from any field of the sheet. */
function useSubmitKey(submit: () => void): void {
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(isMac ? event.metaKey : event.ctrlKey) || event.isComposing) return;
      event.preventDefault();
      submit();
    };
    window.addEventListener('keydown', heard);
    return () => window.removeEventListener('keydown', heard);
  });
}
