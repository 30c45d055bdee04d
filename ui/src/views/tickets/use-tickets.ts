/** A list of tickets, page by page, read again as a whole when one of them changes. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Filter, Id, TicketPage, TicketRow } from '../../ipc/bindings';
import { call } from '../../ipc/client';
import type { CallError } from '../../ipc/error';

const PAGE = 100;

/** What one bulk action takes at most. */
export const MOST_AT_ONCE = 1000;

/** The largest page the desk gives. */
const LARGEST = 500;

export interface Tickets {
  rows: readonly TicketRow[];
  total: number;
  loading: boolean;
  error: CallError | null;
  retry: () => void;
  more: () => void;
  /** When the desk last answered, in ms. */
  asOf: number;
  stale: boolean;
}

export function useTickets(filter: Filter): Tickets {
  const query = useInfiniteQuery<TicketPage, CallError, { pages: TicketPage[] }, [string, Filter], number>({
    queryKey: ['ticket.list', filter],
    queryFn: ({ pageParam, signal }) => call('ticket.list', { filter, offset: pageParam, limit: PAGE }, { signal }),
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
    stale: query.isError && query.data !== undefined,
  };
}

/** The ids of everything the filter finds, up to what one action takes. */
export async function allIds(filter: Filter): Promise<Id[]> {
  const found = new Set<Id>();
  let total = 1;
  for (let offset = 0; offset < Math.min(total, MOST_AT_ONCE); offset += LARGEST) {
    const page = await call('ticket.list', { filter, offset, limit: Math.min(LARGEST, MOST_AT_ONCE - offset) });
    page.rows.forEach((row) => found.add(row.id));
    total = page.rows.length === 0 ? 0 : page.total;
  }
  return [...found];
}
