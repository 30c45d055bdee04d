/** The trail page by page, newest first; read anew as a whole when an entry is added. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AuditPage, AuditRow } from '../ipc/bindings';
import { call } from '../ipc/client';
import type { CallError } from '../ipc/error';
import { ask, type Narrow } from './asking';

const PAGE = 100;

export interface Trail {
  rows: readonly AuditRow[];
  total: number;
  /** Undefined until the desk has checked. */
  chainOk: boolean | undefined;
  loading: boolean;
  error: CallError | null;
  retry: () => void;
  more: () => void;
}

export function useTrail(narrow: Narrow): Trail {
  const input = ask(narrow);
  const query = useInfiniteQuery<AuditPage, CallError, { pages: AuditPage[] }, [string, typeof input, string], number>({
    queryKey: ['audit.list', input, 'pages'],
    queryFn: ({ pageParam, signal }) => call('audit.list', { ...input, offset: pageParam, limit: PAGE }, { signal }),
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
    chainOk: pages?.[0]?.chain_ok,
    loading: query.isPending,
    error: query.error && !query.data ? query.error : null,
    retry: () => void query.refetch(),
    more: () => query.hasNextPage && !query.isFetchingNextPage && void query.fetchNextPage(),
  };
}
