/** The messages of one conversation, newest page first, older ones on demand. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { MessagePage, MessageView } from '../ipc/bindings';
import { call } from '../ipc/client';
import type { CallError } from '../ipc/error';
import { inOrder } from './lines';

const PAGE = 60;

export interface Thread {
  views: readonly MessageView[];
  loading: boolean;
  error: CallError | null;
  retry: () => void;
  /** Undefined when all is here. */
  older: (() => void) | undefined;
  loadingOlder: boolean;
}

function oldest(page: MessagePage): number | undefined {
  return page.more ? Math.min(...page.messages.map((view) => view.message.at)) : undefined;
}

export function useMessages(id: string): Thread {
  const query = useInfiniteQuery<MessagePage, CallError, { pages: MessagePage[] }, [string, { id: string }], number | null>({
    queryKey: ['conversation.messages', { id }],
    queryFn: ({ pageParam, signal }) => call('conversation.messages', { id, before: pageParam, limit: PAGE }, { signal }),
    initialPageParam: null,
    getNextPageParam: oldest,
  });
  const pages = query.data?.pages;
  const views = useMemo(() => inOrder(pages ?? []), [pages]);
  return {
    views,
    loading: query.isPending,
    error: query.error && !query.data ? query.error : null,
    retry: () => void query.refetch(),
    older: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    loadingOlder: query.isFetchingNextPage,
  };
}
