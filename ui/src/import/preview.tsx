/** What the files hold, article by article: ticked on the left, read on the right, kept at the foot. */
import { Button, Checkbox, Input, Switch } from 'antd';
import { useState, type ReactNode } from 'react';
import type { ArticleEdit, Id, ImportArticle, ImportOutcome, ImportState, KnowledgePreview } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useMayCall } from '../ipc/me';
import { Chip, classes, type Tone } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { useKeys } from '../kit/keys';
import { useScopes } from '../kit/scopes';
import { Empty } from '../kit/states';
import { VirtualList } from '../kit/virtual-list';
import type { Sorted } from './files';
import style from './import.module.css';
import { FileLine, useObjection } from './objections';
import { editsOf, firstTicks, keysOf, titleOf, toggled, toggledAll, type Edits } from './ticked';
import { words } from './words';

interface Props {
  preview: KnowledgePreview;
  bad: Sorted['bad'];
  categories: (value: Id | null, onChange: (id: Id | null) => void) => ReactNode;
  text: (markdown: string) => ReactNode;
  onKept: (outcome: ImportOutcome) => void;
  onAgain: () => void;
}

export function Found({ preview, bad, categories, text, onKept, onAgain }: Props) {
  const t = useWords(words);
  const { articles } = preview;
  const [ticked, setTicked] = useState(() => firstTicks(articles));
  const [onlyNew, setOnlyNew] = useState(true);
  const [at, setAt] = useState(articles[0]?.key);
  const [edits, setEdits] = useState<Edits>({});
  const shown = onlyNew ? articles.filter((article) => article.state !== 'same') : articles;
  const current = shown.find((article) => article.key === at) ?? shown[0];
  useKeys(useScopes().list, [{ key: 'x', label: t('keyTick'), run: () => current && setTicked(toggled(ticked, current.key)), notInPalette: true }]);
  const allOn = shown.length > 0 && shown.every((article) => ticked.has(article.key));
  return (
    <>
      <div className={style.page}>
        <div className={style.left}>
          <Files preview={preview} bad={bad} />
          <div className={style.listHead}>
            <Checkbox checked={allOn} indeterminate={!allOn && shown.some((article) => ticked.has(article.key))} disabled={shown.length === 0} onChange={() => setTicked(toggledAll(ticked, shown))}>{t('tickAll')}</Checkbox>
            <span className="grow" />
            <label className="row g8"><Switch size="small" checked={onlyNew} onChange={setOnlyNew} />{t('onlyNew')}</label>
          </div>
          <div className="grow" style={{ minHeight: 0 }}>
            {shown.length === 0 ? <Nothing any={articles.length > 0} onAgain={onAgain} /> : (
              <VirtualList label={t('articles')} items={shown} idOf={(article) => article.key} rowHeight={96} current={current?.key} letters onMove={(article) => setAt(article.key)}>
                {(article, { current: on }) => <Row article={article} title={titleOf(article, edits)} on={on} ticked={ticked.has(article.key)} onTick={() => setTicked(toggled(ticked, article.key))} />}
              </VirtualList>
            )}
          </div>
        </div>
        <div className={style.right}>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it */}
          <div className={style.read} tabIndex={0} role="region" aria-label={t('preview')}>
            {current ? <Reading key={current.key} article={current} edit={edits[current.key]} text={text} categories={categories} onEdit={(edit) => setEdits({ ...edits, [current.key]: edit })} /> : <Empty size="quiet" title={t('choosePreview')} />}
          </div>
        </div>
      </div>
      <Foot token={preview.token} keys={keysOf(ticked, articles)} edits={edits} categories={categories} onKept={onKept} />
    </>
  );
}

function Nothing({ any, onAgain }: { any: boolean; onAgain: () => void }) {
  const t = useWords(words);
  const action = <Button onClick={onAgain}>{t('another')}</Button>;
  return any ? <Empty size="small" title={t('noneNew')} next={t('noneNewNext')} actions={action} /> : <Empty size="small" title={t('noneRead')} next={t('noneReadNext')} actions={action} />;
}

function Files({ preview, bad }: { preview: KnowledgePreview; bad: Sorted['bad'] }) {
  const t = useWords(words);
  const objection = useObjection();
  return (
    <ul className={classes(style.files, style.fileBox)} aria-label={t('files')}>
      {preview.files.map((file, i) => <FileLine key={i} name={file.name} why={file.error ?? undefined} {...(file.error ? {} : { detail: t('fileArticles', { count: file.articles }) })} />)}
      {bad.map(({ file, why }, i) => <FileLine key={`bad ${i}`} name={file.name} why={objection(file, why)} />)}
    </ul>
  );
}

const states = { new: ['stateNew', 'ok'], same: ['stateSame', 'plain'], changed: ['stateChanged', 'warn'] } as const satisfies Record<ImportState, readonly [string, Tone]>;

function Row({ article, title, on, ticked, onTick }: { article: ImportArticle; title: string; on: boolean; ticked: boolean; onTick: () => void }) {
  const t = useWords(words);
  const [word, tone] = states[article.state];
  return (
    <div className={classes(style.found, on && style.on)}>
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- the mouse's way, which does not move the list; x does it by keyboard */}
      <span title={t('tick', { title })} onClick={(event) => (event.stopPropagation(), onTick())}><span inert><Checkbox checked={ticked} /></span></span>
      {ticked && <span className="unseen">{t('ticked')}</span>}
      <span className="col">
        <span className="row g8"><b className="ell">{title}</b><span className="grow" /><Chip tone={tone}>{t(word)}</Chip></span>
        <span className={style.excerpt}>{article.excerpt}</span>
        <span className="t12 ink3 ell">{[article.category, article.file].filter(Boolean).join(' · ')}</span>
      </span>
    </div>
  );
}

interface ReadingProps {
  article: ImportArticle;
  edit: ArticleEdit | undefined;
  text: Props['text'];
  categories: Props['categories'];
  onEdit: (edit: ArticleEdit) => void;
}

/** Title and category are changed here; the text stays as the file says until it is an article. */
function Reading({ article, edit, text, categories, onEdit }: ReadingProps) {
  const t = useWords(words);
  const now = edit ?? { title: article.title, category: null };
  return (
    <article style={{ maxWidth: 760, margin: '0 auto', padding: '28px 40px 48px' }}>
      <h2 className="unseen">{now.title}</h2>
      <div className="row g8" style={{ marginBottom: 12 }}>
        <Input size="large" variant="filled" className="grow b" aria-label={t('articleTitle')} value={now.title} status={now.title.trim() === '' ? 'warning' : ''} onChange={(event) => onEdit({ ...now, title: event.target.value })} />
        {categories(now.category, (category) => onEdit({ ...now, category }))}
      </div>
      <div className="row g12 t13 ink3" style={{ marginBottom: 20 }}>
        <span>{[article.category, t('fromFile', { file: article.file })].filter(Boolean).join(' · ')}</span>
        {article.article && <a href={`#/knowledge/${article.article}`} target="_blank" rel="noreferrer">{t('opensExisting')}</a>}
      </div>
      {text(article.body)}
      {article.questions.length > 0 && (
        <section className="t13 ink2" style={{ marginTop: 24 }}>
          <b>{t('questions')}</b>
          <ul>{article.questions.map((question) => <li key={question}>{question}</li>)}</ul>
        </section>
      )}
    </article>
  );
}

function Foot({ token, keys, edits, categories, onKept }: { token: string; keys: string[]; edits: Edits; categories: Props['categories']; onKept: (outcome: ImportOutcome) => void }) {
  const t = useWords(words);
  const may = useMayCall();
  const [category, setCategory] = useState<Id | null>(null);
  const [publish, setPublish] = useState(false);
  const keep = useAct('import.keep_knowledge');
  return (
    <footer className={style.foot}>
      <label className="row g8 t13">{t('category')}{categories(category, setCategory)}</label>
      {may('knowledge.publish') && <Checkbox checked={publish} onChange={(event) => setPublish(event.target.checked)}>{t('publish')}</Checkbox>}
      <span className="grow t12 ink3">{keys.length === 0 ? t('nothingTicked') : publish ? '' : t('publishNote')}</span>
      <Button type="primary" disabled={keys.length === 0} loading={keep.isPending} onClick={() => keep.mutate({ token, keys, category, publish, edits: editsOf(keys, edits) }, { onSuccess: onKept })}>{t('keep', { count: keys.length })}</Button>
    </footer>
  );
}
