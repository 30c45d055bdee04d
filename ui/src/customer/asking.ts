/** What the list of customers is narrowed by, and the question that makes of it. */
import type { Id, ListCustomers, Tier } from '../ipc/bindings';

export interface Narrowing {
  text: string;
  tier: Tier | null;
  shop: Id | null;
  tags: readonly string[];
}

export const everyone: Narrowing = { text: '', tier: null, shop: null, tags: [] };

export function isNarrowed({ text, tier, shop, tags }: Narrowing): boolean {
  return text.trim() !== '' || tier !== null || shop !== null || tags.length > 0;
}

/** Equal questions spell equally, whatever order tags were picked in. */
export function ask({ text, tier, shop, tags }: Narrowing): Omit<ListCustomers, 'offset' | 'limit'> {
  return { text: text.trim(), tier, shop, tags: tags.toSorted() };
}
