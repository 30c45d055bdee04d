/**
 * What a pane shows when it has nothing to show (GUIDE 6): bones after 200 ms, one line of fact when empty, what happened
 * and what is safe when it failed. Never a spinner over the page.
 */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { classes } from './chip';
import { useWords } from './i18n';
import { Icon } from './icons';
import style from './kit.module.css';
import { words } from './words';

const widths = ['72%', '94%', '58%', '80%', '66%', '90%'];

/** Grey lines that appear only when the wait is long enough to notice. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const t = useWords(words);
  return (
    <div className={style.bones} role="status" aria-busy aria-label={t('loading')}>
      {Array.from({ length: lines }, (_, i) => <i key={i} style={{ width: widths[i % widths.length] }} />)}
    </div>
  );
}

interface EmptyProps {
  title: ReactNode;
  /** What is next, one line. */
  next?: ReactNode;
  /** At most two buttons. */
  actions?: ReactNode;
  drawing?: 'tea';
  /** `quiet` is one grey line, for lists; `small` for side panes. */
  size?: 'page' | 'small' | 'quiet';
}

export function Empty({ title, next, actions, drawing, size = 'page' }: EmptyProps) {
  if (size === 'quiet') return <div className={classes(style.blank, style.quiet)}>{title}</div>;
  return (
    <div className={classes(style.blank, size === 'small' && style.small)}>
      {drawing === 'tea' && <Tea />}
      <div className={style.blankTitle}>{title}</div>
      {next && <div>{next}</div>}
      {actions && <div className={style.blankActions}>{actions}</div>}
    </div>
  );
}

function Tea() {
  return (
    <svg aria-hidden width="118" height="96" viewBox="18 12 112 96" fill="none" stroke="var(--z-ink3)" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
      <path d="M64 30c-4-5 4-8 0-14M84 30c-4-5 4-8 0-14" stroke="var(--z-line-strong)" />
      <path d="M50 54c2-9 11-14 24-14s22 5 24 14z" fill="var(--z-accent-tint)" />
      <path d="M69 40v-4h10v4M44 54h60c0 20-9 34-30 34S44 74 44 54z" fill="var(--z-panel)" />
      <path d="M36 98h76c-4 6-10 8-16 8H52c-6 0-12-2-16-8zM64 88v10M84 88v10" fill="var(--z-accent-tint)" />
      <rect x="67" y="63" width="14" height="14" rx="3" fill="var(--z-seal)" stroke="none" />
      <path d="M71 70.5l2.2 2.2 4-4.4" stroke="#FFF6EC" strokeWidth="1.8" />
    </svg>
  );
}

/** `message` is what the desk said, in the reader's language; a refusal states its rule and needs no retry. */
export function Failure({ message, refusal, onRetry }: { message?: string; refusal?: boolean; onRetry?: () => void }) {
  const t = useWords(words);
  return (
    <div className={classes(style.failure, refusal && style.refused)} role="alert">
      <Icon name={refusal ? 'lock' : 'alert'} size={18} />
      <div className="col g4 grow">
        <strong>{message ?? t('failureTitle')}</strong>
        {!refusal && <span className="ink2">{t('failureSafe')}</span>}
        {onRetry && !refusal && <span><Button size="small" onClick={onRetry}>{t('retry')}</Button></span>}
      </div>
    </div>
  );
}

/** An id that is none comes back as malformed: to whoever followed an old or mistyped address it is a record that is not there. */
const nowhere = ['not_found', 'malformed'];

interface NoRecordProps {
  /** What the desk answered instead of the record. */
  error: { code: string; message: string; refusal: boolean };
  /** Said when there is no such record; anything else shows what the desk said. */
  title: string;
  next: string;
  back: string;
  onBack: () => void;
  onRetry: () => void;
}

/** A page of one record that did not come: calm when there is no such record, and then the way to the list. */
export function NoRecord({ error, title, next, back, onBack, onRetry }: NoRecordProps) {
  if (nowhere.includes(error.code)) return <Empty title={title} next={next} actions={<Button onClick={onBack}>{back}</Button>} />;
  return <div className="grow"><Failure message={error.message} refusal={error.refusal} onRetry={onRetry} /></div>;
}
