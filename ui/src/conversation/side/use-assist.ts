/** What the desk makes of a conversation; asked for once, whoever shows it. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { Assist } from '../../ipc/bindings';
import type { CallError } from '../../ipc/error';
import { useCall } from '../../ipc/hooks';

export function useAssist(conversation: string | undefined): UseQueryResult<Assist, CallError> {
  return useCall('assist.look', conversation ? { id: conversation } : 'skip', { keep: true });
}

/** What one key puts into the reply: the sentence that answers, from the best article that has one. */
export function bestAnswer(assist: Assist | undefined): string | undefined {
  return assist?.articles.find((article) => article.answer !== null)?.answer ?? undefined;
}
