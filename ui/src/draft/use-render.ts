/** A canned reply with its gaps filled for this conversation; undefined when the desk refused, which has been said by then. */
import type { CannedReply, Rendered } from '../ipc/bindings';
import { call } from '../ipc/client';
import { announce } from '../ipc/hooks';

export function useRender(conversation: string | undefined): (reply: CannedReply) => Promise<Rendered | undefined> {
  return async (reply) => {
    try {
      return await call('canned.render', { id: reply.id, conversation: conversation ?? null, ticket: null });
    } catch (error) {
      announce('canned.render', error);
      return undefined;
    }
  };
}
