import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { lineAround } from './speech-bar';
import { startsOf } from './aloud';
import { rangesOf, scriptOf } from './spoken';

afterEach(() => document.body.replaceChildren());

function script(html: string) {
  document.body.innerHTML = html;
  return scriptOf([document.body]);
}

it('reads blocks as lines, and words of one sentence as one sentence', () => {
  expect(script('<h1>退货</h1><p>七天内<b>凭小票</b>可退。</p><ul><li>生鲜除外</li><li>试用装除外</li></ul>').text).toBe('退货\n七天内凭小票可退。\n生鲜除外\n试用装除外');
});

it('finds the words again where they stand, across bold and plain', () => {
  const of = script('<p>七天内<b>凭小票</b>可退。</p>');
  expect(rangesOf(of, 2, 5).map(String)).toEqual(['内', '凭小']);
  expect(rangesOf(of, 0, 0)).toEqual([]);
});

it('forgets words that are no longer on the page', () => {
  const of = script('<p>七天</p>');
  document.body.replaceChildren();
  expect(rangesOf(of, 0, 2)).toEqual([]);
});

it('counts characters as the desk does, whatever planes they are from', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    const starts = startsOf(text);
    expect(starts).toHaveLength([...text].length + 1);
    expect([...text].every((character, i) => text.startsWith(character, starts[i]))).toBe(true);
  }));
});

it('shows the word that is said with a little around it, on its own line', () => {
  const text = '第一句。\n退货要带小票和会员卡，当天退款。\n第三句。';
  const from = text.indexOf('小票');
  expect(lineAround({ text, from, to: from + 2, begun: true })).toEqual({ before: '退货要带', word: '小票', after: '和会员卡，当天退款。' });
});
