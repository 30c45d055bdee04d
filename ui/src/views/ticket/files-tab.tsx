/** Every picture and file of the ticket's conversation and notes, newest first, with who brought it. */
import type { Story, TicketDetail } from '../../ipc/bindings';
import { useWords } from '../../kit/i18n';
import { Empty, Skeleton } from '../../kit/states';
import { when, whenFull } from '../../kit/time';
import { Attachment } from '../../message/attachment';
import { filesOf } from './story';
import { words } from './words';

export function FilesTab({ of, story }: { of: TicketDetail; story: Story | undefined }) {
  const t = useWords(words);
  if (!story) return <Skeleton />;
  const files = filesOf(story);
  if (files.length === 0) return <Empty size="small" title={t('filesEmpty')} next={t('filesEmptyNext')} />;
  return (
    <ul className="col g16">
      {files.map(({ file, entry }) => (
        <li key={file.hash} className="col g4">
          <Attachment of={file} transcript={entry.message?.transcript ?? null} />
          <span className="t12 ink3 num">{entry.who?.name ?? of.customer?.name ?? t('customerSaid')} · <time title={whenFull(entry.at)}>{when(entry.at)}</time></span>
        </li>
      ))}
    </ul>
  );
}
