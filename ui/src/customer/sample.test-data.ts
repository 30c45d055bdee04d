/** One customer for tests; what a test is about is given, the rest is quiet. */
import type { CustomerDetail } from '../ipc/bindings';

interface Given {
  id?: string;
  name?: string;
  tags?: string[];
  birthday?: string | null;
  address?: string | null;
}

export function sampleCustomer({ id = 'c1', name = '周敏', tags = [], birthday = null, address = null }: Given = {}): CustomerDetail {
  return {
    card: { id, name, tier: 'silver', phone: '137****6208', member_no: 'M10086', tags },
    identities: [{ key: 'phone#1', kind: 'phone', shown: '137****6208' }],
    member_since: null, birthday, gender: null, address, notes: null, consent: {}, fields: {}, home_shop: null, points: 8420, spent_year_cents: 328600, language: null, merged: [],
    stats: { conversations: 3, tickets: 1, open_tickets: 1, rating_average: 4.8, ratings: 5, shops_visited: 2, last_seen_at: null },
  };
}
