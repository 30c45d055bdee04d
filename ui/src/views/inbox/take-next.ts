/** Takes the most urgent conversation that nobody has: claims it, then shows it. */
import { useWords } from '../../kit/i18n';
import { notify } from '../../kit/notices';
import { call } from '../../ipc/client';
import { announce } from '../../ipc/hooks';
import { words } from '../../conversation/words';

async function claimNext(): Promise<string | undefined> {
  const page = await call('conversation.list', { view: 'unassigned', channel: null, saved: null, text: '', unread_only: false, sort: 'urgent', offset: 0, limit: 1 });
  const id = page.rows[0]?.id;
  if (id) await call('conversation.claim', { id });
  return id;
}

export function useTakeNext(onTaken: (id: string) => void): () => void {
  const t = useWords(words);
  return () => {
    claimNext().then(
      (id) => (id ? onTaken(id) : notify({ key: 'take next', kind: 'done', text: t('noneLeft') })),
      (error: unknown) => announce('conversation.claim', error),
    );
  };
}
