/** One article for tests; what a test is about is given, the rest is quiet. */
import type { Article, ArticleDetail, Revision, RevisionRow } from '../ipc/bindings';

export function sampleRow(number: number, given: Partial<RevisionRow> = {}): RevisionRow {
  return { id: `r${number}`, number, title: '小家电换新细则', author: { id: 's1', name: '宋嘉言', account: 'song' }, at: number * 1000, note: null, published: false, draft: false, ...given };
}

export function sampleRevision(number: number, given: Partial<Revision> = {}): Revision {
  return { id: `r${number}`, article: 'a1', number, title: '小家电换新细则', body: '## 时限\n\n自购买之日起 15 天内。\n\n## 包装\n\n凭会员手机号即可换新，不需要小票和外包装。', questions: ['没有盒子能换吗'], author: null, at: number * 1000, note: null, base: null, ...given };
}

interface Given extends Partial<Omit<ArticleDetail, 'article'>> {
  article?: Partial<Article>;
}

export function sampleArticle({ article, ...rest }: Given = {}): ArticleDetail {
  return {
    article: { id: 'a1', category: 'k1', published: 'r1', draft: null, scheduled: null, tags: [], retired: false, shops: [], source: null, source_hash: null, state: 'published', effective_at: null, title: '小家电换新细则', votes: {}, submitted_by: null, ...article },
    category_path: '售后政策 / 退换货', published: sampleRevision(1), draft: null, revisions: [sampleRow(1, { published: true })], related: [], suggestions: [], helpful: 0, unhelpful: 0, my_vote: 0, ...rest,
  };
}
