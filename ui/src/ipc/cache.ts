/**
 * What the screen has read, and when to read it again: a change of noun N refetches exactly the reads whose `callShows`
 * names N. Nothing else invalidates; no screen refetches by hand after an act.
 */
import { QueryClient } from '@tanstack/react-query';
import { callShows, type Noun } from './bindings';
import { listenForChanges, type Change } from './changes';
import { i18n } from '../kit/i18n';
import { CallError } from './error';

function mayRetry(failures: number, error: Error): boolean {
  return error instanceof CallError && error.code === 'unreachable' && failures < 2;
}

export function newCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: Infinity, gcTime: 10 * 60_000, retry: mayRetry, refetchOnWindowFocus: false, refetchOnReconnect: false, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

export const cache = newCache();

/** The names of the reads that show one of these nouns. */
export function readsShowing(nouns: ReadonlySet<Noun>, shows: Record<string, readonly Noun[]> = callShows): Set<string> {
  return new Set(Object.entries(shows).filter(([, shown]) => shown.some((noun) => nouns.has(noun))).map(([name]) => name));
}

export function refetchFor(changes: readonly Pick<Change, 'noun'>[], client: QueryClient = cache): Promise<void> {
  const names = readsShowing(new Set(changes.map((change) => change.noun)));
  return client.invalidateQueries({ predicate: (query) => names.has(String(query.queryKey[0])) });
}

/** A burst of commits is one refetch: changes are gathered for this many ms. */
const GATHER = 30;

export function followChanges(client: QueryClient = cache): () => void {
  let gathered: Change[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    const now = gathered;
    gathered = [];
    timer = undefined;
    void refetchFor(now, client);
  };
  const stop = listenForChanges({
    changed: (changes) => {
      gathered.push(...changes);
      timer ??= setTimeout(flush, GATHER);
    },
    missed: () => void client.invalidateQueries(),
  });
  const anew = () => void client.invalidateQueries(); // refusals, role names and the like come in the reader's language
  i18n.on('languageChanged', anew);
  return () => {
    clearTimeout(timer);
    i18n.off('languageChanged', anew);
    stop();
  };
}
