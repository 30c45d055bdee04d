/** Which of the articles found are to be kept, and under which title and category. New and changed ones are, until someone says otherwise. */
import type { ArticleEdit, ImportArticle } from '../ipc/bindings';

export type Ticked = ReadonlySet<string>;

export function firstTicks(articles: readonly ImportArticle[]): Ticked {
  return new Set(articles.filter((article) => article.state !== 'same').map((article) => article.key));
}

export function toggled(ticked: Ticked, key: string): Ticked {
  const next = new Set(ticked);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** All of those in sight on, or off when they all are; the others stay as they were. */
export function toggledAll(ticked: Ticked, shown: readonly ImportArticle[]): Ticked {
  const on = !shown.every((article) => ticked.has(article.key));
  const next = new Set(ticked);
  shown.forEach(({ key }) => (on ? next.add(key) : next.delete(key)));
  return next;
}

/** In the order of the preview. */
export function keysOf(ticked: Ticked, articles: readonly ImportArticle[]): string[] {
  return articles.filter((article) => ticked.has(article.key)).map((article) => article.key);
}

export type Edits = Readonly<Record<string, ArticleEdit>>;

export function titleOf(article: Pick<ImportArticle, 'key' | 'title'>, edits: Edits): string {
  return edits[article.key]?.title.trim() || article.title;
}

/** Only of what is kept; an emptied title is no edit. */
export function editsOf(keys: readonly string[], edits: Edits): Record<string, ArticleEdit> {
  const kept = keys.flatMap((key): [string, ArticleEdit][] => {
    const edit = edits[key];
    return edit && edit.title.trim() !== '' ? [[key, { ...edit, title: edit.title.trim() }]] : [];
  });
  return Object.fromEntries(kept);
}
