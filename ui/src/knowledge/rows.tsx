/** One article in the list: as found by a question (with why), or as filed in a category. */
import type { ArticleHit, ArticleRow, ArticleState } from '../ipc/bindings';
import { Chip, classes, type Tone } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { MarkedText } from '../kit/marked';
import { useNow, whenFull, whenShort } from '../kit/time';
import style from './knowledge.module.css';
import { words } from './words';

const states = {
  draft: ['stateDraft', 'warn'],
  in_review: ['stateInReview', 'info'],
  published: ['statePublished', 'ok'],
  retired: ['stateRetired', 'plain'],
} as const satisfies Record<ArticleState, readonly [string, Tone]>;

export const articleStates = Object.keys(states) as ArticleState[];

export function useStateName(): (state: ArticleState) => string {
  const t = useWords(words);
  return (state) => t(states[state][0]);
}

/** Published is the rule and needs no chip in a list. */
export function StateChip({ state, quiet }: { state: ArticleState; quiet?: boolean }) {
  const name = useStateName();
  if (quiet && state === 'published') return null;
  return <Chip tone={states[state][1]}>{name(state)}</Chip>;
}

function Version({ row }: { row: ArticleRow }) {
  const t = useWords(words);
  const now = useNow(60_000);
  const version = row.version > 0 ? t('version', { n: row.version }) : t('never');
  return <span className="t12 ink3 num nowrap" title={whenFull(row.updated_at)}>{version} · {whenShort(row.updated_at, now)}</span>;
}

export function Strength({ n }: { n: number }) {
  const t = useWords(words);
  return (
    <span className={style.bars} role="img" aria-label={t('strength', { n })}>
      {[4, 6, 9, 12].map((height, i) => <i key={height} className={classes(i >= n && style.off)} style={{ height }} />)}
    </span>
  );
}

export function HitRow({ hit, on }: { hit: ArticleHit; on: boolean }) {
  const t = useWords(words);
  const { article } = hit;
  return (
    <div className={classes(style.hit, on && style.on)}>
      <div className="row g8">
        <span className="b ell"><MarkedText {...hit.title} /></span>
        <StateChip state={article.state} quiet />
        <span className="grow" />
        <Version row={article} />
      </div>
      <div className={style.snippet}>
        {hit.heading && <span className="ink3">{hit.heading} · </span>}
        <MarkedText {...hit.snippet} />
      </div>
      <div className="row g8 t12 ink3">
        <Strength n={hit.strength} />
        <span className="ell">{hit.why.length > 0 ? t('why', { words: hit.why.join(' · ') }) : t('whySemantic')}</span>
      </div>
    </div>
  );
}

export function FiledRow({ row, on }: { row: ArticleRow; on: boolean }) {
  const t = useWords(words);
  return (
    <div className={classes(style.hit, on && style.on)}>
      <div className="row g8">
        <span className="b ell">{row.title}</span>
        <StateChip state={row.state} quiet />
        {row.has_draft && row.state === 'published' && <Chip tone="warn">{t('hasDraft')}</Chip>}
        <span className="grow" />
        <Version row={row} />
      </div>
      <div className={style.snippet}>{row.excerpt}</div>
      <div className="row g8 t12 ink3">
        <span className="ell">{[row.category_path, ...row.tags].filter(Boolean).join(' · ')}</span>
      </div>
    </div>
  );
}
