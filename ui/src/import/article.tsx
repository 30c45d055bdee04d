/** One article before it is kept: named and placed here, then what speaks against it and what it answers, then its text. */
import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import type { ArticleEdit, Id } from '../ipc/bindings';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { Asked } from './asked';
import { Clashes } from './clashes';
import { Doubles } from './doubles';
import style from './import.module.css';
import { categoryOf, isUnsure, plainEdit, type Found } from './review';
import { words } from './words';

interface Props {
  found: Found;
  edit: ArticleEdit | undefined;
  text: (markdown: string) => ReactNode;
  categories: (value: Id | null, onChange: (id: Id | null) => void) => ReactNode;
  onEdit: (edit: ArticleEdit) => void;
  /** To another article of this import. */
  onGo: (key: string) => void;
}

export function Article({ found, edit, text, categories, onEdit, onGo }: Props) {
  const t = useWords(words);
  const { article, look } = found;
  const now = edit ?? plainEdit(article);
  return (
    <article className={style.article}>
      <h2 className="unseen">{now.title}</h2>
      <div className="row g8">
        <Input size="large" variant="filled" className="grow b" aria-label={t('articleTitle')} value={now.title} status={now.title.trim() === '' ? 'warning' : ''} onChange={(event) => onEdit({ ...now, title: event.target.value })} />
        {categories(categoryOf(found, edit), (category) => onEdit({ ...now, category }))}
      </div>
      <Placed found={found} edit={now} onPlace={(category) => onEdit({ ...now, category })} />
      <div className="row g12 t13 ink3" style={{ marginBottom: 20 }}>
        <span>{t('fromFile', { file: article.file })}</span>
        {article.article && <a href={`#/knowledge/${article.article}`} target="_blank" rel="noreferrer">{t('opensExisting')}</a>}
      </div>
      {look?.problem && <p className={style.problem} role="note"><Icon name="alert" size={16} />{look.problem}</p>}
      {look && look.clashes.length > 0 && <Clashes clashes={look.clashes} onGo={onGo} />}
      {look && look.doubles.length > 0 && <Doubles doubles={look.doubles} edit={now} onEdit={onEdit} onGo={onGo} />}
      {look && look.asked.length > 0 && <Asked asked={look.asked} edit={now} onEdit={onEdit} />}
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

/** Why it lies where it lies, or the two likeliest places when that is not sure. */
function Placed({ found, edit, onPlace }: { found: Found; edit: ArticleEdit; onPlace: (category: Id) => void }) {
  const t = useWords(words);
  const { article, look } = found;
  if (!look || edit.category) return <div style={{ height: 8 }} />;
  if (look.sure) return <p className={style.placed}>{t('placedSure')}</p>;
  if (!isUnsure(found, edit)) return <p className={style.placed}>{t('placedOwn', { path: article.category ?? '' })}</p>;
  return (
    <p className={style.placed}>
      <span>{t(look.guesses.length > 0 ? 'placedUnsure' : 'placedNone')}</span>
      {look.guesses.map((guess) => <Button key={guess.category} size="small" onClick={() => onPlace(guess.category)}>{guess.path}</Button>)}
    </p>
  );
}
