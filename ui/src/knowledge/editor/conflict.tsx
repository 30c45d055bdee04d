/** Somebody saved while one wrote: both texts and what differs, and which to carry on with. The other stays a revision. */
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import type { ArticleDetail, Revision } from '../../ipc/bindings';
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { Failure, Skeleton } from '../../kit/states';
import { DiffView } from '../diff-view';
import { newestOf } from '../standing';
import { Markdown } from '../text/markdown';
import { useVersion } from '../version';
import { words } from './words';
import style from './editor.module.css';
import type { Settlement, Theirs, Written } from './session';

interface Props {
  detail: ArticleDetail;
  mine: Written;
  onSettle: (how: Settlement, theirs: Theirs) => void;
}

export function Conflict({ detail, mine, onSettle }: Props) {
  const newest = newestOf(detail);
  const read = useCall('knowledge.revision', newest ? { id: newest } : 'skip');
  if (read.error && !read.data) return <Failure message={read.error.message} refusal={read.error.refusal} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton lines={5} />;
  return <Both detail={detail} mine={mine} theirs={read.data} onSettle={onSettle} />;
}

function Both({ detail, mine, theirs, onSettle }: { detail: ArticleDetail; mine: Written; theirs: Revision; onSettle: Props['onSettle'] }) {
  const t = useWords(words);
  const version = useVersion();
  const [view, setView] = useState<'diff' | 'both'>('diff');
  const author = detail.revisions.find((row) => row.id === theirs.id)?.author?.name ?? t('conflictSomeone');
  const settle = (how: Settlement) => onSettle(how, { revision: theirs.id, number: theirs.number, title: theirs.title, body: theirs.body, questions: theirs.questions });
  return (
    <section className={style.conflict} role="alert" aria-label={t('conflictTitle', { name: author, version: version(theirs.number) })}>
      <div>
        <h2 className="t20 b">{t('conflictTitle', { name: author, version: version(theirs.number) })}</h2>
        <p className="ink2">{t('conflictNote')}</p>
      </div>
      <div className="row g8">
        <Segmented value={view} onChange={setView} options={[{ value: 'diff', label: t('conflictDiff') }, { value: 'both', label: `${t('conflictMine')} · ${t('conflictTheirs')}` }]} />
        <span className="grow" />
        <Button onClick={() => settle('theirs')}>{t('keepTheirs')}</Button>
        <Button onClick={() => settle('both')}>{t('keepBoth')}</Button>
        <Button type="primary" onClick={() => settle('mine')}>{t('keepMine')}</Button>
      </div>
      {view === 'diff' ? (
        <div className={style.conflictPane}><DiffView before={`# ${theirs.title}\n${theirs.body}`} after={`# ${mine.title}\n${mine.body}`} /></div>
      ) : (
        <div className={style.conflictPanes}>
          <Side name={t('conflictMine')} title={mine.title} body={mine.body} />
          <Side name={t('conflictTheirs')} title={theirs.title} body={theirs.body} />
        </div>
      )}
    </section>
  );
}

function Side({ name, title, body }: { name: string; title: string; body: string }) {
  return (
    <div className={style.conflictPane}>
      <h3>{name}</h3>
      <b>{title}</b>
      <Markdown text={body} small />
    </div>
  );
}
