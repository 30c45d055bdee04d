/** Which of the articles found are to be kept, and under which title and category. New and changed ones are, until someone says otherwise. */
import type { ArticleEdit, ImportArticle } from '../ipc/bindings';
import { isProposed, type Found } from './review';

export type Ticked = ReadonlySet<string>;

/** What a person said of each, over what is proposed: rows keep coming while they decide. */
export type Choices = Readonly<Record<string, boolean>>;

export function tickedOf(found: readonly Found[], choices: Choices): Ticked {
  return new Set(found.filter((row) => choices[row.article.key] ?? isProposed(row)).map(({ article }) => article.key));
}

export function toggled(ticked: Ticked, choices: Choices, key: string): Choices {
  return { ...choices, [key]: !ticked.has(key) };
}

/** All of those in sight on, or off when they all are; the others stay as they were. */
export function toggledAll(ticked: Ticked, choices: Choices, shown: readonly Found[]): Choices {
  const on = !shown.every(({ article }) => ticked.has(article.key));
  return { ...choices, ...Object.fromEntries(shown.map(({ article }) => [article.key, on])) };
}

/** Exactly these. */
export function only(found: readonly Found[], wanted: (row: Found) => boolean): Choices {
  return Object.fromEntries(found.map((row) => [row.article.key, wanted(row)]));
}

/** In the order of the preview. */
export function keysOf(ticked: Ticked, articles: readonly ImportArticle[]): string[] {
  return articles.filter((article) => ticked.has(article.key)).map((article) => article.key);
}

export type Edits = Readonly<Record<string, ArticleEdit>>;

export function titleOf(article: Pick<ImportArticle, 'key' | 'title'>, edits: Edits): string {
  return edits[article.key]?.title.trim() || article.title;
}

/** Only of what is kept; an emptied title leaves the file's own. */
export function editsOf(keys: readonly string[], edits: Edits): Record<string, ArticleEdit> {
  const kept = keys.flatMap((key): [string, ArticleEdit][] => {
    const edit = edits[key];
    return edit ? [[key, { ...edit, title: edit.title.trim() }]] : [];
  });
  return Object.fromEntries(kept);
}
