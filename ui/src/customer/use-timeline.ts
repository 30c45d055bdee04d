/** Everything a customer ever came for, newest first, in steps that end where the story begins. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Id, TimelineEntry } from '../ipc/bindings';
import { call } from '../ipc/client';
import type { CallError } from '../ipc/error';

const STEP = 40;

export interface Timeline {
  entries: readonly TimelineEntry[];
  loading: boolean;
  error: CallError | null;
  retry: () => void;
  /** Undefined once the earliest is in sight. */
  more: (() => void) | undefined;
}

/** Where the next step begins; undefined when a step came back short. */
export function nextBefore(last: readonly TimelineEntry[], step = STEP): number | undefined {
  return last.length < step ? undefined : last.at(-1)?.at;
}

/** Entries of several steps, each thing once: a step may begin on the very millisecond the last one ended. */
export function joined(steps: readonly (readonly TimelineEntry[])[]): TimelineEntry[] {
  return [...new Map(steps.flat().map((entry) => [`${entry.noun} ${entry.id}`, entry])).values()];
}

export function useTimeline(id: Id): Timeline {
  const query = useInfiniteQuery<TimelineEntry[], CallError, { pages: TimelineEntry[][] }, [string, { id: Id }, string], number | null>({
    queryKey: ['customer.timeline', { id }, 'pages'],
    queryFn: ({ pageParam, signal }) => call('customer.timeline', { id, before: pageParam, limit: STEP }, { signal }),
    initialPageParam: null,
    getNextPageParam: (last) => nextBefore(last),
  });
  const steps = query.data?.pages;
  const entries = useMemo(() => joined(steps ?? []), [steps]);
  const more = () => void (query.isFetchingNextPage || query.fetchNextPage());
  return { entries, loading: query.isPending, error: query.error && !query.data ? query.error : null, retry: () => void query.refetch(), more: query.hasNextPage ? more : undefined };
}
