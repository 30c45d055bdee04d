/** Articles of a category page by page, or what a question finds. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ArticleHit, ArticlePage, ArticleRow, ArticleState, Id } from '../ipc/bindings';
import { call } from '../ipc/client';
import type { CallError } from '../ipc/error';
import { useCall } from '../ipc/hooks';

const PAGE = 60;
/** Answers asked for; nobody reads further. */
export const HITS = 30;

export interface Listed<T> {
  items: readonly T[];
  total: number;
  loading: boolean;
  error: CallError | null;
  retry: () => void;
  more: () => void;
}

export function useArticles(category: Id | null, state: ArticleState | null, wanted = true): Listed<ArticleRow> {
  const input = { category, state };
  const query = useInfiniteQuery<ArticlePage, CallError, { pages: ArticlePage[] }, [string, typeof input, string], number>({
    queryKey: ['knowledge.list', input, 'pages'],
    queryFn: ({ pageParam, signal }) => call('knowledge.list', { ...input, offset: pageParam, limit: PAGE }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const read = pages.reduce((sum, page) => sum + page.rows.length, 0);
      return last.rows.length > 0 && read < last.total ? read : undefined;
    },
    placeholderData: keepPreviousData,
    enabled: wanted,
  });
  const pages = query.data?.pages;
  const items = useMemo(() => [...new Map((pages ?? []).flatMap((page) => page.rows).map((row) => [row.id, row])).values()], [pages]);
  return {
    items,
    total: pages?.[0]?.total ?? 0,
    loading: wanted && query.isPending,
    error: query.error && !query.data ? query.error : null,
    retry: () => void query.refetch(),
    more: () => query.hasNextPage && !query.isFetchingNextPage && void query.fetchNextPage(),
  };
}

export function useFound(text: string, category: Id | null, newestFirst: boolean): Listed<ArticleHit> {
  const asked = text.trim();
  const query = useCall('knowledge.search', asked ? { text: asked, category, newest_first: newestFirst, limit: HITS } : 'skip', { keep: true });
  const items = asked ? (query.data ?? []) : [];
  return { items, total: items.length, loading: asked !== '' && query.isPending, error: query.error && !query.data ? query.error : null, retry: () => void query.refetch(), more: () => undefined };
}
