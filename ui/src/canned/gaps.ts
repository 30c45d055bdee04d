/**
 * Gaps in a canned reply: `{{customer.name}}` that the desk could not fill, left standing in the text. While one stands
 * nothing may be sent, or the customer would read the braces.
 */
import { useWords } from '../kit/i18n';
import { words } from './words';

const gap = /\{\{\s*([\w.]+)\s*(?:\|[^}]*)?\}\}/g;

/** The names of the gaps in order, each once. */
export function gapsIn(text: string): string[] {
  return [...new Set([...text.matchAll(gap)].map((found) => found[1] ?? ''))];
}

/** Where the gaps stand, for marking: [start, end) in UTF-16 units. */
export function gapSpans(text: string): [number, number][] {
  return [...text.matchAll(gap)].map((found) => [found.index, found.index + found[0].length]);
}

const known = {
  'customer.name': 'gapCustomerName',
  'customer.tier': 'gapCustomerTier',
  'customer.points': 'gapCustomerPoints',
  'staff.name': 'gapStaffName',
  'shop.name': 'gapShopName',
  'shop.phone': 'gapShopPhone',
  'shop.address': 'gapShopAddress',
  'ticket.number': 'gapTicketNumber',
  'ticket.state': 'gapTicketState',
  'ticket.subject': 'gapTicketSubject',
  'ticket.due': 'gapTicketDue',
  'organisation.name': 'gapOrganisation',
  today: 'gapToday',
} as const;

function isKnown(name: string): name is keyof typeof known {
  return name in known;
}

/** What a gap is called in the reader's language; a name nobody knows is shown as it is. */
export function useGapName(): (name: string) => string {
  const t = useWords(words);
  return (name) => (isKnown(name) ? t(known[name]) : name);
}
