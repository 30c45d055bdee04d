/** What can be exported, and how a choice of it grows and shrinks. */
import type { Noun } from '../ipc/bindings';

/** One tick stands for all the nouns that only make sense together. */
export const kinds = {
  customers: { label: 'customers', nouns: ['customer'] },
  conversations: { label: 'conversations', nouns: ['conversation', 'message'] },
  tickets: { label: 'tickets', nouns: ['ticket'] },
  articles: { label: 'articles', nouns: ['article', 'revision'] },
  ratings: { label: 'ratings', nouns: ['rating'] },
} as const satisfies Record<string, { label: string; nouns: readonly Noun[] }>;

export type Kind = keyof typeof kinds;

export function nounsOf(chosen: readonly Kind[]): Noun[] {
  return chosen.flatMap((kind) => [...kinds[kind].nouns]);
}

export function isKind(text: string): text is Kind {
  return text in kinds;
}
