/** Gathers what matches: commands at once, records when the desk has answered the last keystroke. */
import { useDeferredValue, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { Found } from '../../ipc/bindings';
import { useCall } from '../../ipc/hooks';
import { placeOf } from '../../ipc/place';
import { useWords } from '../../kit/i18n';
import { useAllKeys, type Command } from '../../kit/keys';
import { childItems, commandGroups, foundGroups, type Group } from './items';
import { words } from './words';

const PAUSE = 80;
const LIMIT = 12;

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

export function usePaletteGroups(query: string, children?: readonly Command[]): { groups: Group[]; pending: boolean } {
  const t = useWords(words);
  const [, go] = useLocation();
  const all = useAllKeys();
  const text = useSettled(query.trim());
  const found = useCall('search.find', text && !children ? { text, limit: LIMIT, nouns: [] } : 'skip', { keep: true });
  const hits = useDeferredValue(found.data?.hits);
  if (children) return { groups: [{ title: '', items: childItems(children, query) }], pending: false };
  const visit = (hit: Found) => {
    const place = placeOf(hit.noun, hit.id, hit.parent);
    if (place) go(place);
  };
  const records = query.trim() && hits ? foundGroups(hits, (kind) => t(kind), visit) : [];
  return { groups: [...commandGroups(all, query), ...records], pending: text !== query.trim() || found.isFetching };
}
