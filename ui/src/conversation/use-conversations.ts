/** A list of conversations, page by page, refreshed as a whole when one of them changes. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ConversationPage, ConversationRow } from '../ipc/bindings';
import { call } from '../ipc/client';
import type { CallError } from '../ipc/error';
import { ask, type Narrowing, type Place } from './where';

const PAGE = 60;

export interface Conversations {
  rows: readonly ConversationRow[];
  total: number;
  loading: boolean;
  error: CallError | null;
  retry: () => void;
  more: () => void;
  /** When the desk last answered, in ms. */
  asOf: number;
}

export function useConversations(place: Place, narrow: Narrowing): Conversations {
  const input = ask(place, narrow);
  const query = useInfiniteQuery<ConversationPage, CallError, { pages: ConversationPage[] }, [string, typeof input], number>({
    queryKey: ['conversation.list', input],
    queryFn: ({ pageParam, signal }) => call('conversation.list', { ...input, offset: pageParam, limit: PAGE }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const read = pages.reduce((sum, page) => sum + page.rows.length, 0);
      return last.rows.length > 0 && read < last.total ? read : undefined;
    },
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages;
  const rows = useMemo(() => [...new Map((pages ?? []).flatMap((page) => page.rows).map((row) => [row.id, row])).values()], [pages]);
  return {
    rows,
    total: pages?.[0]?.total ?? 0,
    loading: query.isPending,
    error: query.error && !query.data ? query.error : null,
    retry: () => void query.refetch(),
    more: () => query.hasNextPage && !query.isFetchingNextPage && void query.fetchNextPage(),
    asOf: query.dataUpdatedAt,
  };
}

/** Whom to look at after `id` is done with: the one below, else the one above. */
export function after(rows: readonly ConversationRow[], id: string): string | undefined {
  const at = rows.findIndex((row) => row.id === id);
  return at < 0 ? rows[0]?.id : (rows[at + 1] ?? rows[at - 1])?.id;
}
