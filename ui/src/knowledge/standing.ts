/** Where an article stands, and which of its revisions are worth a line of their own. Pure. */
import type { Article, ArticleDetail, ArticleState, Id, RevisionRow } from '../ipc/bindings';

/** When the newest approved revision takes over; undefined when nothing waits. */
export function takesEffectAt(article: Article, now: number): number | undefined {
  const at = article.effective_at;
  return article.scheduled && at !== null && at > now ? at : undefined;
}

/** The revision a writer starts from, and the `base` to send with what they wrote. */
export function newestOf({ article }: Pick<ArticleDetail, 'article'>): Id | null {
  return article.draft ?? article.scheduled ?? article.published;
}

export type Mark = 'draft' | 'scheduled' | 'now' | 'past';

export interface RevisionLine {
  row: RevisionRow;
  mark: Mark;
}

export type RailLine = RevisionLine | { kept: RevisionRow[] };

function markOf(row: RevisionRow, article: Article, now: number): Mark {
  if (row.id === article.draft) return 'draft';
  if (row.id === article.scheduled) return takesEffectAt(article, now) === undefined ? 'now' : 'scheduled';
  return row.published ? 'now' : 'past';
}

/** Newest first. Saves in between that carry no note and never took effect are folded into one line. */
export function railOf(detail: Pick<ArticleDetail, 'article' | 'revisions'>, now: number): RailLine[] {
  const rows = detail.revisions.toSorted((a, b) => b.number - a.number);
  return rows.reduce<RailLine[]>((lines, row) => {
    const mark = markOf(row, detail.article, now);
    const last = lines.at(-1);
    if (mark !== 'past' || row.note) return [...lines, { row, mark }];
    if (last && 'kept' in last) return [...lines.slice(0, -1), { kept: [...last.kept, row] }];
    return [...lines, { kept: [row] }];
  }, []);
}

/** What the writer or reviewer can do with an article as it stands. */
export interface Steps {
  submit: boolean;
  sendBack: boolean;
  publish: boolean;
  retire: boolean;
}

export function stepsFor(state: ArticleState, hasDraft: boolean): Steps {
  return { submit: hasDraft && state !== 'in_review', sendBack: state === 'in_review', publish: hasDraft, retire: state !== 'retired' };
}
