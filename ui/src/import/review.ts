/** What of an article wants a person's look, and what may be taken as it is. Pure. */
import type { ArticleEdit, Id, ImportArticle, ImportAsked, ImportLook } from '../ipc/bindings';

export interface Found {
  article: ImportArticle;
  /** None while it has not been looked at. */
  look: ImportLook | undefined;
}

export function foundOf(articles: readonly ImportArticle[], looks: readonly ImportLook[]): Found[] {
  const byKey = new Map(looks.map((look) => [look.key, look]));
  return articles.map((article) => ({ article, look: byKey.get(article.key) }));
}

/** Neither the file, nor the person, nor a sure guess says where it belongs. */
export function isUnsure({ article, look }: Found, edit?: ArticleEdit): boolean {
  return look !== undefined && !look.sure && article.category === null && !edit?.category;
}

/** Something contradicts it, something repeats it, or the desk cannot tell where it belongs. */
export function wantsLook(found: Found, edit?: ArticleEdit): boolean {
  const { article, look } = found;
  if (article.state === 'same' || look === undefined) return false;
  return look.clashes.length > 0 || look.doubles.length > 0 || look.problem !== null || isUnsure(found, edit);
}

export function isSure(found: Found): boolean {
  return found.article.state !== 'same' && found.look !== undefined && !wantsLook(found);
}

/** The same text under another name brings nothing; everything else new or changed is proposed. */
export function isProposed({ article, look }: Found): boolean {
  return article.state !== 'same' && !look?.doubles.some(({ advice }) => advice === 'skip');
}

export function plainEdit(article: ImportArticle): ArticleEdit {
  return { title: article.title, category: null, into: null, asked: [], apart: [] };
}

export function categoryOf({ look }: Found, edit?: ArticleEdit): Id | null {
  return edit?.category ?? (look?.sure ? (look.guesses[0]?.category ?? null) : null);
}

export type Use = 'leave' | 'ask' | 'apart';

export function choiceOf(edit: ArticleEdit, { id }: Pick<ImportAsked, 'id'>): Use {
  if (edit.apart.includes(id)) return 'apart';
  return edit.asked.includes(id) ? 'ask' : 'leave';
}

export function used(edit: ArticleEdit, ids: readonly string[], use: Use): ArticleEdit {
  const without = (held: readonly string[]) => held.filter((id) => !ids.includes(id));
  return { ...edit, asked: [...without(edit.asked), ...(use === 'ask' ? ids : [])], apart: [...without(edit.apart), ...(use === 'apart' ? ids : [])] };
}
