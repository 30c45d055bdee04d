/** One article as customers' questions meet it: title, what holds, the text with the answering passage marked, votes. */
import { Button } from 'antd';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import type { ArticleDetail, ArticleHit, Revision } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { Chip } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { Icon } from '../kit/icons';
import { useNow, when } from '../kit/time';
import style from './knowledge.module.css';
import { StateChip } from './rows';
import { takesEffectAt } from './standing';
import { answeringBlock, markedWords } from './text/answering';
import { Markdown, type Pointed } from './text/markdown';
import { blocksOf, plainOf } from './text/tokens';
import { useVersion } from './version';
import { words } from './words';

interface Props {
  detail: ArticleDetail;
  /** The revision to read: the one in effect, or an older one. */
  revision: Revision;
  hit: ArticleHit | undefined;
  /** Set when `revision` is not the one in effect. */
  onReadNow: (() => void) | undefined;
  /** Buttons of the header. */
  actions: ReactNode;
}

function pointedBy(body: string, hit: ArticleHit | undefined): Pointed | undefined {
  if (!hit) return undefined;
  const block = answeringBlock(blocksOf(body).map(plainOf), hit.snippet.text);
  return block === undefined ? undefined : { block, words: markedWords(hit.snippet.text, hit.snippet.marks) };
}

export function Reader({ detail, revision, hit, onReadNow, actions }: Props) {
  const pointed = useMemo(() => pointedBy(revision.body, hit), [revision.body, hit]);
  const scroll = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const there = scroll.current?.querySelector('[data-pointed]');
    if (there && typeof there.scrollIntoView === 'function') there.scrollIntoView({ block: 'center' });
    else scroll.current?.scrollTo({ top: 0 });
  }, [revision.id, pointed]);
  return (
    <article className={style.reader} aria-label={revision.title}>
      <header className={style.bar}>
        <span className={style.crumbs}><Crumbs path={detail.category_path} /></span>
        <span className="grow" />
        {actions}
      </header>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it */}
      <div className={style.scroll} ref={scroll} tabIndex={0} role="region" aria-label={revision.title}>
        <div className={style.page}>
          <h1 data-aloud>{revision.title}</h1>
          <Meta detail={detail} revision={revision} />
          <Standing detail={detail} revision={revision} onReadNow={onReadNow} />
          <div data-aloud><Markdown text={revision.body} pointed={pointed} /></div>
        </div>
      </div>
      <Votes detail={detail} />
    </article>
  );
}

function Crumbs({ path }: { path: string }) {
  const parts = path.split(' / ').filter(Boolean);
  return parts.map((part, i) => (
    <span key={i} className="row g4">
      {i > 0 && <Icon name="right" size={13} />}
      <span className="ell">{part}</span>
    </span>
  ));
}

function Meta({ detail, revision }: { detail: ArticleDetail; revision: Revision }) {
  const t = useWords(words);
  const version = useVersion();
  const now = useNow(60_000);
  const { article, published } = detail;
  const current = published?.id === revision.id && !article.retired;
  const since = current && article.effective_at && article.effective_at <= now ? article.effective_at : undefined;
  return (
    <div className={style.meta}>
      {current ? <Chip tone="ok" icon="check">{t('effective', { version: version(revision.number) })}</Chip> : <><StateChip state={article.retired ? 'retired' : revision.id === article.draft ? article.state : 'draft'} /><span>{version(revision.number)}</span></>}
      <span>{article.shops.length === 0 ? t('everyShop') : t('someShops', { count: article.shops.length })}</span>
      {since && <span>{t('since', { when: when(since, now) })}</span>}
      {article.source && <span>{t('source', { source: article.source })}</span>}
      {article.tags.map((tag) => <Chip key={tag}>{tag}</Chip>)}
    </div>
  );
}

/** At most one line: what the reader must know before trusting the text. */
function Standing({ detail, revision, onReadNow }: { detail: ArticleDetail; revision: Revision; onReadNow: (() => void) | undefined }) {
  const t = useWords(words);
  const version = useVersion();
  const now = useNow(60_000);
  const { article, published } = detail;
  const next = takesEffectAt(article, now);
  const coming = detail.revisions.find((row) => row.id === article.scheduled);
  const said = (text: string, icon: 'history' | 'lock' | 'clock' | 'edit', action?: ReactNode) => <div className={style.strip}><Icon name={icon} size={16} /><span className="grow">{text}</span>{action}</div>;
  if (article.retired) return said(t('retiredNote'), 'lock');
  if (onReadNow) return said(t('readingOld', { version: version(revision.number) }), 'history', <Button size="small" onClick={onReadNow}>{t('readNow')}</Button>);
  if (!published) return said(t('notYet'), 'edit');
  if (next !== undefined && coming) return said(t('waiting', { version: version(coming.number), when: when(next, now) }), 'clock');
  return null;
}

/** `96%`; undefined while nobody voted. */
export function usefulShare(helpful: number, unhelpful: number): string | undefined {
  const all = helpful + unhelpful;
  return all === 0 ? undefined : `${Math.round((helpful / all) * 100)}%`;
}

function Votes({ detail }: { detail: ArticleDetail }) {
  const t = useWords(words);
  const vote = useAct('knowledge.vote');
  const { id } = detail.article;
  const percent = usefulShare(detail.helpful, detail.unhelpful);
  const give = (mark: 1 | -1) => vote.mutate({ id, helpful: detail.my_vote === mark ? null : mark === 1 });
  return (
    <footer className={style.votes}>
      {t('helpAsk')}
      <IconButton icon="up2" small label={t('helpYes')} on={detail.my_vote === 1} onClick={() => give(1)} />
      <IconButton icon="down2" small label={t('helpNo')} on={detail.my_vote === -1} onClick={() => give(-1)} />
      <span className="grow" />
      <span className="t12 ink3 num">{percent === undefined ? t('helpNone') : t('helpRate', { percent, count: detail.helpful + detail.unhelpful })}</span>
    </footer>
  );
}
