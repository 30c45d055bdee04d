/** Messages for tests: only what a test is about is said, the rest is plain. */
import type { Message, MessageView } from '../ipc/bindings';

export const base: Message = {
  id: 'm', conversation: 'c1', author_kind: 'customer', author: null, audience: 'customer', form: 'text', text: '', attachments: [], at: 0, delivery: null, reply_to: null,
  external: null, mentions: [], transcript: null, source: null, ticket: null, failure: null, recalled: false,
};

let made = 0;

export function said(text: string, rest: Partial<Message> = {}, author: MessageView['author'] = null, held_until: number | null = null): MessageView {
  made += 1;
  return { message: { ...base, id: `m${String(made).padStart(3, '0')}`, text, author: author?.id ?? null, ...rest }, author, held_until };
}
