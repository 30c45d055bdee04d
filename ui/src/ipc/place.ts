/** Where a thing is shown: the address of a record, for links, search results and reminders. */
import type { Id, Noun } from './bindings';

export function inboxPlace(conversation?: Id, view = 'waiting'): string {
  return conversation ? `/inbox/${view}/${conversation}` : `/inbox/${view}`;
}

/** Undefined for nouns that have no screen of their own. `parent` is the conversation of a message. */
export function placeOf(noun: Noun, id: Id, parent?: Id | null): string | undefined {
  switch (noun) {
    case 'ticket':
      return `/tickets/${id}`;
    case 'customer':
      return `/customers/${id}`;
    case 'article':
      return `/knowledge/${id}`;
    case 'conversation':
      return inboxPlace(id, 'all');
    case 'message':
      return parent ? inboxPlace(parent, 'all') : undefined;
    default:
      return undefined;
  }
}
