/** The tickets that came from a conversation, and the form that makes one. */
import { Button } from 'antd';
import type { AssistTicket, ConversationDetail, Priority, TicketRow, TicketState } from '../../ipc/bindings';
import { useMay } from '../../ipc/me';
import { Chip, type Tone } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { KeyCap } from '../../kit/key-cap';
import { Section } from '../../kit/pane';
import { PromiseClock, type PromiseState } from '../../kit/promise-clock';
import style from './side.module.css';
import { TicketForm } from './ticket-form';
import { words } from './words';

const states = {
  new: { key: 'ticketNew', tone: 'warn' },
  open: { key: 'ticketOpen', tone: 'accent' },
  waiting_customer: { key: 'ticketWaitingCustomer', tone: 'info' },
  waiting_other: { key: 'ticketWaitingOther', tone: 'info' },
  resolved: { key: 'ticketResolved', tone: 'ok' },
  closed: { key: 'ticketClosed', tone: 'plain' },
} as const satisfies Record<TicketState, { key: string; tone: Tone }>;

export const priorities = { low: 'priorityLow', normal: 'priorityNormal', high: 'priorityHigh', urgent: 'priorityUrgent' } as const satisfies Record<Priority, string>;

interface Props {
  of: ConversationDetail;
  /** How the machine would begin the next one. */
  suggested: AssistTicket | null;
  making: boolean;
  onMaking: (making: boolean) => void;
}

export function Tickets({ of, suggested, making, onMaking }: Props) {
  const t = useWords(words);
  const may = useMay()('ticket.work');
  const form = making || of.tickets.length === 0;
  return (
    <>
      {of.tickets.length > 0 && (
        <Section title={t('tickets')} extra={may && !making && <Button type="text" size="small" onClick={() => onMaking(true)}>{t('ticketAnother')} <KeyCap keys="t" /></Button>}>
          {of.tickets.map((ticket) => <TicketCard key={ticket.id} of={ticket} />)}
        </Section>
      )}
      {may && form && (
        <Section title={t('newTicket')}>
          <TicketForm key={of.conversation.id} of={of} suggested={suggested} asked={making} onDone={() => onMaking(false)} />
        </Section>
      )}
    </>
  );
}

function TicketCard({ of }: { of: TicketRow }) {
  const t = useWords(words);
  const state = states[of.state];
  return (
    <a className={style.ticket} href={`#/tickets/${of.id}`}>
      <span className="row g8">
        <span className="t12 ink3 num">{of.number}</span>
        <Chip tone={state.tone}>{t(state.key)}</Chip>
        <span className="grow" />
        {of.promise && <PromiseClock bare state={of.promise.state === 'late' ? 'running' : (of.promise.state satisfies PromiseState)} due={of.promise.due} metric={t('resolve')} />}
      </span>
      <span className="t13">{of.subject}</span>
    </a>
  );
}
