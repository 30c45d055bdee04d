/** Makes a ticket of a part of this one: its own subject, the open checklist lines and the words that belong to it. */
import { Button, Input, Modal, Select } from 'antd';
import { useId, useState } from 'react';
import { useLocation } from 'wouter';
import type { Id, TicketDetail } from '../../ipc/bindings';
import { useAct, useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { notify } from '../../kit/notices';
import { TypeSelect } from '../../ticket_type/type-select';
import { Choices } from '../tickets/facet';
import { linesOf } from './points';
import { words } from './words';

const NONE = 'none';
const WORDS = 40;

export function SplitSheet({ of, onClose }: { of: TicketDetail; onClose: () => void }) {
  const t = useWords(words);
  const [, go] = useLocation();
  const id = useId();
  const { ticket } = of;
  const story = useCall('ticket.story', { id: ticket.id });
  const departments = useCall('department.list', {});
  const split = useAct('ticket.split');
  const [subject, setSubject] = useState('');
  const [kind, setKind] = useState<Id | null>(ticket.kind);
  const [department, setDepartment] = useState<Id | null>(ticket.department);
  const [checks, setChecks] = useState<string[]>([]);
  const [messages, setMessages] = useState<string[]>([]);
  const lines = linesOf(ticket.checklist).filter(({ item }) => !item.done).map(({ key, item }) => ({ id: key, label: item.text }));
  const said = (story.data?.entries ?? []).flatMap(({ message }) => (message && message.text && !message.recalled ? [{ id: message.id, label: message.text.slice(0, WORDS) }] : []));
  const ready = subject.trim() !== '';
  const made = ({ id: next, number }: { id: Id; number: string }) => {
    notify({ key: 'ticket.split', kind: 'done', text: t('splitDone', { number }) });
    onClose();
    go(`/tickets/${next}`);
  };
  const run = () => ready && split.mutate({ id: ticket.id, subject: subject.trim(), kind, department, checks, messages }, { onSuccess: made });
  const footer = (
    <span className="row g8" style={{ justifyContent: 'flex-end' }}>
      {!ready && <span className="t12 ink3 grow" style={{ textAlign: 'start' }}>{t('splitNeed')}</span>}
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button type="primary" disabled={!ready} loading={split.isPending} onClick={run}>{t('splitDo')}</Button>
    </span>
  );
  return (
    <Modal open title={t('splitTitle', { number: ticket.number })} onCancel={onClose} footer={footer} width={560} closable={{ 'aria-label': t('close') }}>
      <div className="col g12">
        <label htmlFor={`${id}-subject`} className="t13 ink2">{t('splitSubject')}</label>
        <Input id={`${id}-subject`} value={subject} autoFocus maxLength={200} onChange={(event) => setSubject(event.target.value)} />
        <div className="row g12">
          <div className="col g4 grow"><label htmlFor={`${id}-kind`} className="t12 ink3">{t('splitKind')}</label><TypeSelect id={`${id}-kind`} value={kind} onChange={setKind} /></div>
          <div className="col g4 grow">
            <label htmlFor={`${id}-department`} className="t12 ink3">{t('splitDepartment')}</label>
            <Select id={`${id}-department`} value={department ?? NONE} options={[{ value: NONE, label: t('noDepartment') }, ...(departments.data ?? []).filter((each) => !each.archived).map((each) => ({ value: each.id, label: each.name }))]} onChange={(value) => setDepartment(value === NONE ? null : value)} />
          </div>
        </div>
        {lines.length > 0 && <><span className="t13 ink2">{t('splitChecks')}</span><Choices label={t('splitChecks')} choices={lines} chosen={checks} onChoose={setChecks} /></>}
        {said.length > 0 && <><span className="t13 ink2">{t('splitMessages')}</span><Choices label={t('splitMessages')} choices={said} chosen={messages} onChoose={setMessages} /></>}
      </div>
    </Modal>
  );
}
