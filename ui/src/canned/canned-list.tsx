/** Canned replies as lines: how to call them up, what they say, who may use them. */
import type { CannedReply } from '../ipc/bindings';
import { Chip } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Rows, type Column } from '../kit/rows';
import { reachOf } from './reach';
import { useReachName } from './reach-field';
import { words } from './words.editor';

export function CannedList({ replies, onOpen }: { replies: readonly CannedReply[]; onOpen: (reply: CannedReply) => void }) {
  const t = useWords(words);
  const reachName = useReachName();
  const columns: Column<CannedReply>[] = [
    { key: 'shortcut', title: t('shortcut'), width: 'minmax(88px, .5fr)', cell: (reply) => <Chip tone="line">/{reply.shortcut}</Chip> },
    { key: 'title', title: t('title'), width: 'minmax(136px, .9fr)', cell: (reply) => <span className="t14">{reply.title}</span> },
    { key: 'body', title: t('body'), width: 'minmax(200px, 2.4fr)', cell: (reply) => <span className="ink2">{reply.body.replace(/\s+/g, ' ')}</span> },
    { key: 'category', title: t('category'), width: 'minmax(80px, .5fr)', cell: (reply) => <span className="ink2">{reply.category}</span> },
    { key: 'who', title: t('who'), width: 'minmax(88px, .5fr)', cell: (reply) => reachName(reachOf(reply), reply.shop) },
  ];
  return <Rows label={t('replies')} columns={columns} rows={replies} idOf={(reply) => reply.id} onOpen={onOpen} />;
}
