/** The variables that a reply may use, as the desk fills them in; anything else it refuses. */
import type { Gap } from '../kit/gap-text';
import { useWords } from '../kit/i18n';
import { words } from './words.editor';

const known = {
  'customer.name': 'gapCustomerName',
  'customer.tier': 'gapCustomerTier',
  'customer.points': 'gapCustomerPoints',
  'ticket.number': 'gapTicketNumber',
  'ticket.subject': 'gapTicketSubject',
  'ticket.state': 'gapTicketState',
  'ticket.due': 'gapTicketDue',
  'staff.name': 'gapStaffName',
  'shop.name': 'gapShopName',
  'shop.phone': 'gapShopPhone',
  'shop.address': 'gapShopAddress',
  'organisation.name': 'gapOrganisationName',
  today: 'gapToday',
} as const;

export const variables = Object.keys(known) as (keyof typeof known)[];

export function useVariables(): Gap[] {
  const t = useWords(words);
  return variables.map((name) => ({ name, label: t(known[name]) }));
}
