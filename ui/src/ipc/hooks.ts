/**
 * The two ways a component uses the desk: `useCall` reads and stays fresh, `useAct` changes and says so when refused. An
 * act needs no refetch: the desk's change events do it.
 */
import { keepPreviousData, skipToken, useMutation, useQuery, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { notify } from '../kit/notices';
import { call, type CallName, type Input, type Output } from './client';
import { isDoorCode } from './door';
import { CallError } from './error';

interface ReadOptions {
  /** Keep showing the last page while the next loads. */
  keep?: boolean;
  /** ms between re-reads, for what changes without a commit. */
  every?: number;
}

/** Key is [name, input]. Pass `'skip'` as input while there is nothing to ask yet. */
export function useCall<N extends CallName>(name: N, input: Input<N> | 'skip', options: ReadOptions = {}): UseQueryResult<Output<N>, CallError> {
  return useQuery<Output<N>, CallError>({
    queryKey: [name, input],
    queryFn: input === 'skip' ? skipToken : ({ signal }) => call(name, input as Input<N>, { signal }),
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
    ...(options.every ? { refetchInterval: options.every } : {}),
  });
}

/** Shows a refusal or failure once per call and code, in the words the desk sent. */
export function announce(name: string, error: unknown): void {
  if (!(error instanceof CallError)) throw error;
  if (isDoorCode(error.code)) return;
  const kind = error.refusal ? 'refusal' : 'failure';
  notify({ key: `${name}:${error.code}`, kind, text: error.message, ...(error.detail && !error.refusal ? { detail: error.detail } : {}) });
}

/** `quiet`: the caller shows the trouble itself, beside the field it concerns. */
export function useAct<N extends CallName>(name: N, options: { quiet?: boolean } = {}): UseMutationResult<Output<N>, CallError, Input<N>> {
  return useMutation<Output<N>, CallError, Input<N>>({
    mutationKey: [name],
    mutationFn: (input) => call(name, input),
    onError: (error) => options.quiet || announce(name, error),
  });
}
