/** Opens an article for writing: fetches what there is once, then hands it to a session that outlives refetches. */
import { Button, Modal } from 'antd';
import { useEffect, useState } from 'react';
import type { ArticleDetail, Id, Revision } from '../../ipc/bindings';
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { NoRecord, Skeleton } from '../../kit/states';
import { EditorScreen } from '../../knowledge/editor/editor-screen';
import { blank, type Start } from '../../knowledge/editor/session';
import { useEditSession } from '../../knowledge/editor/use-session';
import { newestOf } from '../../knowledge/standing';
import type { Branch } from '../../knowledge/tree';
import { words as knowledgeWords } from '../../knowledge/words';

interface Props {
  /** None: a new article. */
  id: Id | undefined;
  branches: readonly Branch[];
  /** Where a new one is filed. */
  category: Id | null;
  /** With the article's id, once the first save made it. */
  onMade: (id: Id) => void;
  onLeave: (to?: Id) => void;
}

export function EditPage(props: Props) {
  if (props.id === undefined) return <Session {...props} start={{ id: null, base: null, number: undefined, written: { ...blank, category: props.category } }} />;
  return <Existing {...props} id={props.id} />;
}

function Existing(props: Props & { id: Id }) {
  const k = useWords(knowledgeWords);
  const detail = useCall('knowledge.get', { id: props.id });
  const newest = detail.data && newestOf(detail.data);
  const revision = useCall('knowledge.revision', newest ? { id: newest } : 'skip');
  const [start, setStart] = useState<Start>();
  const error = (detail.data ? null : detail.error) ?? (revision.data ? null : revision.error);
  if (!start && detail.data && revision.data) setStart(startOf(detail.data, revision.data));
  if (start) return <Session {...props} start={start} />;
  if (error) return <NoRecord error={error} title={k('gone')} next={k('goneNext')} back={k('back')} onBack={() => props.onLeave()} onRetry={() => void (detail.data ? revision : detail).refetch()} />;
  return <div className="grow"><Skeleton lines={6} /></div>;
}

function startOf({ article }: ArticleDetail, { id, number, title, body, questions, note }: Revision): Start {
  const unpublished = id === article.draft;
  const written = { category: article.category, title, body, questions, tags: article.tags, shops: article.shops, note: unpublished ? (note ?? '') : '' };
  return { id: article.id, base: id, number: unpublished ? number : undefined, written };
}

function Session({ start, branches, onMade, onLeave }: Props & { start: Start }) {
  const k = useWords(knowledgeWords);
  const { session, now } = useEditSession(start);
  const [leaving, setLeaving] = useState(false);
  const shops = useCall('shop.list', {}).data ?? [];
  const detail = useCall('knowledge.get', now.id ? { id: now.id } : 'skip').data;
  const made = start.id === null ? now.id : null;
  useEffect(() => {
    if (made) onMade(made);
  }, [made, onMade]);
  const back = async () => {
    const saved = await session.flush();
    const { id, written } = session.snapshot();
    if (saved || (id === null && written.title.trim() === '' && written.body.trim() === '')) onLeave(id ?? undefined);
    else setLeaving(true);
  };
  return (
    <>
      <EditorScreen session={session} now={now} detail={detail} branches={branches} shops={shops} onBack={() => void back()} onDone={() => onLeave(session.snapshot().id ?? undefined)} />
      <Modal open={leaving} title={k('leave')} onCancel={() => setLeaving(false)} closable={{ 'aria-label': k('close') }} width={440}
        footer={<span className="row g8" style={{ justifyContent: 'flex-end' }}><Button onClick={() => setLeaving(false)}>{k('cancel')}</Button><Button danger type="primary" onClick={() => onLeave(session.snapshot().id ?? undefined)}>{k('leaveDo')}</Button></span>}>
        {k('leaveNote')}
      </Modal>
    </>
  );
}
