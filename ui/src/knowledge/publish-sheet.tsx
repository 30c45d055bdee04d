/** Puts the newest draft into effect, now or later; and takes an article out of use. */
import { Button, Modal } from 'antd';
import { useState } from 'react';
import type { ArticleDetail, Revision, RevisionRow } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { Confirm } from '../kit/confirm';
import { useWords } from '../kit/i18n';
import { notify } from '../kit/notices';
import { useNow, when } from '../kit/time';
import { objectionTo, PublishWhen, type PublishTime } from './publish-when';
import { useVersion } from './version';
import { words } from './words';

/** Publishes and says what happened. */
export function usePublish(onDone: () => void) {
  const t = useWords(words);
  const version = useVersion();
  const publish = useAct('knowledge.publish');
  const run = (article: string, revision: Pick<Revision, 'id' | 'number'>, at: number | null) =>
    publish.mutate({ id: article, revision: revision.id, effective_at: at }, {
      onSuccess: () => {
        const text = at === null ? t('published', { version: version(revision.number) }) : t('publishedLater', { when: when(at) });
        notify({ key: 'published', kind: 'done', text });
        onDone();
      },
    });
  return { run, busy: publish.isPending };
}

export function PublishSheet({ detail, open, onClose }: { detail: ArticleDetail; open: boolean; onClose: () => void }) {
  const t = useWords(words);
  return (
    <Modal open={open && detail.draft !== null} title={t('publishTitle')} onCancel={onClose} footer={null} width={440} closable={{ 'aria-label': t('close') }} destroyOnHidden>
      {detail.draft && <Body article={detail.article.id} draft={detail.draft} onClose={onClose} />}
    </Modal>
  );
}

function Body({ article, draft, onClose }: { article: string; draft: Revision; onClose: () => void }) {
  const t = useWords(words);
  const version = useVersion();
  const now = useNow(30_000);
  const [at, setAt] = useState<PublishTime>(null);
  const { run, busy } = usePublish(onClose);
  const why = objectionTo(at, now);
  return (
    <div className="col g16">
      <PublishWhen at={at} onChange={setAt} />
      <p className="t13 ink2">{t('publishNote', { version: version(draft.number) })}</p>
      <div className="row g8" style={{ justifyContent: 'flex-end' }}>
        {why && <span className="t13 ink3 grow">{t(why)}</span>}
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button type="primary" disabled={why !== undefined} loading={busy} onClick={() => at !== undefined && run(article, draft, at)}>{at ? t('publishDoLater', { when: when(at, now) }) : t('publishDoNow')}</Button>
      </div>
    </div>
  );
}

export function RollBackSheet({ detail, row, onClose }: { detail: ArticleDetail; row: RevisionRow | undefined; onClose: () => void }) {
  const t = useWords(words);
  const version = useVersion();
  const back = useAct('knowledge.roll_back');
  const name = version(row?.number ?? 0);
  const done = () => {
    notify({ key: 'rolled-back', kind: 'done', text: t('rolledBack', { version: name }) });
    onClose();
  };
  return (
    <Modal open={row !== undefined} title={t('rollBackTitle', { version: name })} onCancel={onClose} width={440} closable={{ 'aria-label': t('close') }} destroyOnHidden
      footer={<span className="row g8" style={{ justifyContent: 'flex-end' }}><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" loading={back.isPending} onClick={() => row && back.mutate({ id: detail.article.id, revision: row.id, effective_at: null }, { onSuccess: done })}>{t('rollBackDo')}</Button></span>}>
      {t('rollBackNote', { version: name })}
    </Modal>
  );
}

export function RetireSheet({ detail, open, onClose }: { detail: ArticleDetail; open: boolean; onClose: () => void }) {
  const t = useWords(words);
  const retire = useAct('knowledge.retire');
  const done = () => {
    notify({ key: 'retired', kind: 'done', text: t('retired') });
    onClose();
  };
  return (
    <Confirm open={open} title={t('retireTitle', { title: detail.article.title })} action={t('retire')} busy={retire.isPending} onClose={onClose} onDo={() => retire.mutate({ id: detail.article.id }, { onSuccess: done })}>
      {t('retireNote')}
    </Confirm>
  );
}
