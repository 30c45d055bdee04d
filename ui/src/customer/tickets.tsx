/** The customer's tickets, open ones first. */
import { useState } from 'react';
import { Button } from 'antd';
import { Link } from 'wouter';
import type { Filter, Id, TicketRow } from '../ipc/bindings';
import { useCall } from '../ipc/hooks';
import { useMayCall } from '../ipc/me';
import { placeOf } from '../ipc/place';
import { useWords } from '../kit/i18n';
import { Section } from '../kit/pane';
import { Failure, Skeleton } from '../kit/states';
import { useNow, when } from '../kit/time';
import style from './card.module.css';
import { StateChip } from './state-chip';
import { words } from './words';

const FIRST = 6;
const ALL = 200;

function ofCustomer(customer: Id): Filter {
  return {
    text: '', states: [], priorities: [], channels: [], kinds: [], shops: [], departments: [], assignee: null, watching: false, tags: [], customer,
    opened_after: null, opened_before: null, resolved_after: null, due_soon: false, live_only: false, sort: 'newest',
  };
}

export function Tickets({ customer, open }: { customer: Id; open: number }) {
  const t = useWords(words);
  const [all, setAll] = useState(false);
  const may = useMayCall()('ticket.list');
  const read = useCall('ticket.list', may ? { filter: ofCustomer(customer), offset: 0, limit: ALL } : 'skip');
  if (!may) return null;
  const rows = read.data ? liveFirst(read.data.rows) : [];
  const shown = all ? rows : rows.slice(0, FIRST);
  return (
    <Section title={t('tickets')} extra={open > 0 && t('ticketsOpen', { count: open })}>
      {read.error && !read.data && <Failure message={read.error.message} refusal={read.error.refusal} onRetry={() => void read.refetch()} />}
      {read.isPending && <Skeleton />}
      {read.data?.rows.length === 0 && <div className="t13 ink3">{t('noTickets')}</div>}
      {shown.map((row) => <TicketLine key={row.id} row={row} />)}
      {rows.length > shown.length && <Button size="small" type="text" onClick={() => setAll(true)}>{t('allTickets', { count: rows.length })}</Button>}
    </Section>
  );
}

function liveFirst(rows: readonly TicketRow[]): TicketRow[] {
  const done = (row: TicketRow) => Number(row.state === 'resolved' || row.state === 'closed');
  return rows.toSorted((a, b) => done(a) - done(b) || b.opened_at - a.opened_at);
}

function TicketLine({ row }: { row: TicketRow }) {
  const now = useNow(60_000);
  return (
    <Link href={placeOf('ticket', row.id) ?? '/tickets'} className={style.ticket}>
      <span className="ell">{row.subject}</span>
      <StateChip state={row.state} />
      <span className={style.under}>
        <span className="num">{row.number}</span>
        <span>{row.kind_name}</span>
        <span className="grow" />
        <span className="num nowrap">{when(row.opened_at, now)}</span>
      </span>
    </Link>
  );
}
