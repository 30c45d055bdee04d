import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CategoryNode } from '../ipc/bindings';
import { objectionTo } from './publish-when';
import { usefulShare } from './reader';
import { sampleArticle, sampleRow } from './sample.test-data';
import { newestOf, railOf, stepsFor, takesEffectAt } from './standing';
import { choicesOf, everyLine, inSight, pathTo, treeOf } from './tree';

const node = (id: string, parent: string | null, articles: number): CategoryNode => ({ id, name: id, parent, articles });
const nodes = [node('售后', null, 2), node('退换', '售后', 17), node('维修', '售后', 14), node('商品', null, 0), node('小家电', '商品', 5), node('失散', '不在', 1)];

describe('categories', () => {
  const tree = treeOf(nodes);

  test('count what is below them, and stand at the top when their parent is gone', () => {
    expect(tree.map(({ name, articles, own }) => [name, articles, own])).toEqual([['售后', 33, 2], ['商品', 5, 0], ['失散', 1, 1]]);
  });

  test('show only what is unfolded', () => {
    expect(inSight(tree, new Set(['售后'])).map(({ branch, depth }) => `${depth}${branch.name}`)).toEqual(['0售后', '1退换', '1维修', '0商品', '0失散']);
    expect(pathTo(tree, '小家电').map(({ name }) => name)).toEqual(['商品', '小家电']);
  });

  test('are not offered below themselves', () => {
    expect(choicesOf(tree, '售后').map(({ value }) => value)).toEqual(['商品', '失散']);
  });

  test('that form a ring lose no other category and never hang', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.option(fc.integer({ min: 0, max: 6 }), { nil: null })), { maxLength: 7 }), (pairs) => {
      const all = [...new Map(pairs.map(([id, parent]) => [id, node(String(id), parent === null ? null : String(parent), 1)])).values()];
      const drawn = everyLine(treeOf(all)).map(({ branch }) => branch.id);
      expect(drawn.length).toBe(new Set(drawn).size);
      for (const each of all.filter(({ parent }) => parent === null)) expect(drawn).toContain(each.id);
    }));
  });
});

describe('versions', () => {
  const detail = sampleArticle({
    article: { published: 'r3', draft: 'r6', scheduled: null },
    revisions: [sampleRow(1, { note: '第一版' }), sampleRow(2), sampleRow(3, { note: '时限 15 天', published: true }), sampleRow(4), sampleRow(5), sampleRow(6, { draft: true })],
  });

  test('fold the saves in between that nobody named', () => {
    expect(railOf(detail, 0).map((line) => ('kept' in line ? `kept ${line.kept.length}` : `${line.row.number} ${line.mark}`))).toEqual(['6 draft', 'kept 2', '3 now', 'kept 1', '1 past']);
  });

  test('lose none to the folding', () => {
    expect(railOf(detail, 0).flatMap((line) => ('kept' in line ? line.kept : [line.row])).length).toBe(6);
  });

  test('that wait for their time are told apart from those in effect', () => {
    const waiting = sampleArticle({ article: { published: 'r1', draft: null, scheduled: 'r2', effective_at: 1000 }, revisions: [sampleRow(1, { published: true }), sampleRow(2, { note: '涨价' })] });
    const marks = (now: number) => railOf(waiting, now).map((line) => ('kept' in line ? 'kept' : line.mark));
    expect([marks(999), takesEffectAt(waiting.article, 999), newestOf(waiting)]).toEqual([['scheduled', 'now'], 1000, 'r2']);
    expect([marks(1000)[0], takesEffectAt(waiting.article, 1000)]).toEqual(['now', undefined]);
  });
});

test.each([['draft', true, 'submit publish retire'], ['in_review', true, 'sendBack publish retire'], ['published', false, 'retire'], ['retired', true, 'submit publish']] as const)('%s with draft %s can %s', (state, draft, can) => {
  const steps = Object.entries(stepsFor(state, draft)).filter(([, on]) => on).map(([step]) => step);
  expect(steps.join(' ')).toBe(can);
});

test.each([[null, 50, undefined], [undefined, 50, 'publishWhenMissing'], [49, 50, 'publishWhenPast'], [51, 50, undefined]] as const)('publishing at %s when it is %i: %s', (at, now, why) => {
  expect(objectionTo(at, now)).toBe(why);
});

test('a share of votes needs a vote', () => {
  expect([usefulShare(0, 0), usefulShare(24, 1), usefulShare(0, 3)]).toEqual([undefined, '96%', '0%']);
});
