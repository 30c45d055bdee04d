/** Finds a customer or another ticket: the desk does the finding, by name, pinyin, the end of a phone number or a ticket number. */
import { useState } from 'react';
import type { CustomerCard, Filter, TicketRow } from '../ipc/bindings';
import { useCall } from '../ipc/hooks';
import { Avatar } from '../kit/avatar';
import { useWords } from '../kit/i18n';
import { blank } from '../view/filter';
import { StateChip } from './marks';
import { PickSheet, type Option } from './pick-sheet';
import { useAsked } from './use-asked';
import { words } from './words';

const MOST = 12;

export function CustomerSheet({ onPick, onClose }: { onPick: (card: CustomerCard) => void; onClose: () => void }) {
  const t = useWords(words);
  const [query, setQuery] = useState('');
  const text = useAsked(query.trim());
  const found = useCall('customer.find', text ? { text, limit: MOST } : 'skip', { keep: true });
  const rows = text ? (found.data ?? []) : [];
  const options = rows.map(({ card, open_tickets }): Option => ({
    id: card.id, label: [card.name, card.phone].filter(Boolean).join(' · '), mark: <Avatar name={card.name} size={24} />,
    hint: open_tickets > 0 ? t('openTickets', { count: open_tickets }) : t('noOpen'),
  }));
  const pick = (id: string) => rows.filter((row) => row.card.id === id).forEach((row) => onPick(row.card));
  return <PickSheet title={t('customerTitle')} hint={t('customerFind')} options={options} onQuery={setQuery} loading={found.isFetching} onPick={pick} onClose={onClose} />;
}

interface TicketSheetProps {
  title: string;
  /** Tickets that cannot be chosen, with the reason. */
  rests?: (row: TicketRow) => string | undefined;
  /** Never offered: the ticket itself. */
  except: readonly string[];
  liveOnly?: boolean;
  onPick: (row: TicketRow) => void;
  onClose: () => void;
  children?: React.ReactNode;
}

export function TicketSheet({ title, rests, except, liveOnly, onPick, onClose, children }: TicketSheetProps) {
  const t = useWords(words);
  const [query, setQuery] = useState('');
  const text = useAsked(query.trim());
  const filter: Filter = { ...blank, text, live_only: liveOnly ?? false, sort: text ? null : 'updated' };
  const found = useCall('ticket.list', { filter, offset: 0, limit: MOST }, { keep: true });
  const rows = (found.data?.rows ?? []).filter((row) => !except.includes(row.id));
  const options = rows.map((row): Option => ({ id: row.id, label: `${row.number} ${row.subject}`, mark: <StateChip state={row.state} />, hint: row.customer?.name, why: rests?.(row) }));
  const pick = (id: string) => rows.filter((row) => row.id === id).forEach(onPick);
  return <PickSheet title={title} hint={t('ticketFind')} options={options} onQuery={setQuery} loading={found.isFetching} onPick={pick} onClose={onClose}>{children}</PickSheet>;
}
