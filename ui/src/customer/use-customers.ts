/** The list of customers page by page; read anew as a whole when a customer, ticket or conversation changes. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { CustomerPage, CustomerRow } from '../ipc/bindings';
import { call } from '../ipc/client';
import type { CallError } from '../ipc/error';
import { ask, type Narrowing } from './asking';

const PAGE = 100;

export interface Customers {
  rows: readonly CustomerRow[];
  total: number;
  loading: boolean;
  error: CallError | null;
  retry: () => void;
  more: () => void;
}

export function useCustomers(narrow: Narrowing): Customers {
  const input = ask(narrow);
  const query = useInfiniteQuery<CustomerPage, CallError, { pages: CustomerPage[] }, [string, typeof input, string], number>({
    queryKey: ['customer.list', input, 'pages'],
    queryFn: ({ pageParam, signal }) => call('customer.list', { ...input, offset: pageParam, limit: PAGE }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const read = pages.reduce((sum, page) => sum + page.rows.length, 0);
      return last.rows.length > 0 && read < last.total ? read : undefined;
    },
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages;
  const rows = useMemo(() => [...new Map((pages ?? []).flatMap((page) => page.rows).map((row) => [row.card.id, row])).values()], [pages]);
  return {
    rows,
    total: pages?.[0]?.total ?? 0,
    loading: query.isPending,
    error: query.error && !query.data ? query.error : null,
    retry: () => void query.refetch(),
    more: () => query.hasNextPage && !query.isFetchingNextPage && void query.fetchNextPage(),
  };
}
