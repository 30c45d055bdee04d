/** What the menu over the box offers for the words before the caret. Reads are kept while the next letters load. */
import type { ArticleHit, CannedReply, Macro, StaffCard } from '../ipc/bindings';
import { useCall } from '../ipc/hooks';
import type { Trigger } from './trigger';

export type Choice =
  | { kind: 'canned'; id: string; reply: CannedReply }
  | { kind: 'macro'; id: string; macro: Macro }
  | { kind: 'knowledge'; id: string; hit: ArticleHit }
  | { kind: 'colleague'; id: string; person: StaffCard };

const MOST = 8;

function matches(query: string, ...texts: string[]): boolean {
  const wanted = query.toLowerCase();
  return texts.some((text) => text.toLowerCase().includes(wanted));
}

export function macrosFor(macros: readonly Macro[], query: string): Macro[] {
  return macros.filter((macro) => !macro.archived && macro.applies.split(',').includes('conversation') && matches(query, macro.name));
}

/** Who types a whole shortcut means that reply, whatever other one it begins or stands in. */
export function byShortcut(replies: readonly CannedReply[], query: string): CannedReply[] {
  const wanted = query.toLowerCase();
  const rank = ({ shortcut }: CannedReply) => (shortcut.toLowerCase() === wanted ? 0 : shortcut.toLowerCase().startsWith(wanted) ? 1 : 2);
  return wanted ? replies.toSorted((a, b) => rank(a) - rank(b)) : [...replies];
}

export interface Choices {
  list: Choice[];
  loading: boolean;
}

/** `conversation` makes knowledge fit what was said while nothing is typed after `??`, and lets macros in. */
export function useChoices(trigger: Trigger | undefined, staff: readonly StaffCard[], conversation: string | undefined): Choices {
  const kind = trigger?.kind;
  const query = trigger?.query ?? '';
  const canned = useCall('canned.list', kind === 'canned' ? { text: query } : 'skip', { keep: true });
  const macros = useCall('macro.list', kind === 'canned' && conversation ? {} : 'skip');
  const found = useCall('knowledge.search', kind === 'knowledge' && query ? { text: query, category: null, newest_first: false, limit: MOST } : 'skip', { keep: true });
  const fitting = useCall('knowledge.for_conversation', kind === 'knowledge' && !query && conversation ? { id: conversation, limit: MOST } : 'skip');

  if (kind === 'canned') {
    const replies = byShortcut((canned.data ?? []).filter((reply) => !reply.archived), query).map((reply): Choice => ({ kind: 'canned', id: reply.id, reply }));
    const steps = macrosFor(macros.data ?? [], query).map((macro): Choice => ({ kind: 'macro', id: macro.id, macro }));
    return { list: [...replies.slice(0, MOST), ...steps.slice(0, 4)], loading: canned.isPending };
  }
  if (kind === 'knowledge') {
    const hits = query ? found : fitting;
    return { list: (hits.data ?? []).map((hit): Choice => ({ kind: 'knowledge', id: hit.article.id, hit })), loading: hits.isPending && (query !== '' || conversation !== undefined) };
  }
  if (kind === 'colleague') {
    const people = staff.filter((person) => matches(query, person.name, person.account)).slice(0, MOST);
    return { list: people.map((person): Choice => ({ kind: 'colleague', id: person.id, person })), loading: false };
  }
  return { list: [], loading: false };
}
