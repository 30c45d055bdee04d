/* eslint no-irregular-whitespace: ["error", { "skipTemplates": true }] -- rules are numbered with an ideographic space */
import { render } from '@testing-library/react';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answeringBlock, aroundWords, markedWords } from './answering';
import { compare, countOf, folded, type Line } from './compare';
import { isSafeAddress, Markdown } from './markdown';
import { sameMeaning, tidied } from './structure';
import { blocksOf, decoded, plainOf, plainText } from './tokens';

const article = `## 第 1 条 适用商品

厨房小家电、个护电器。

## 第 3 条 凭证与包装

凭会员手机号即可换新，**不需要小票和外包装**，主机与随机配件须齐全。

| 情形 | 做法 |
| --- | --- |
| 同款有货 | 当场换 |
`;

function drawn(markdown: string): string {
  return render(<Markdown text={markdown} />).container.querySelector('div')?.innerHTML ?? '';
}

describe('an article', () => {
  test('is drawn with headings below the page title, tables and lists', () => {
    const { container } = render(<Markdown text={`${article}\n- 一\n- 二\n\n1. 甲`} />);
    expect(['h2', 'table', 'th', 'td', 'ul li', 'ol li', 'strong'].map((tag) => [tag, container.querySelectorAll(tag).length])).toEqual([['h2', 2], ['table', 1], ['th', 2], ['td', 2], ['ul li', 2], ['ol li', 1], ['strong', 1]]);
  });

  test.each(['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<b onclick="x()">哈</b>', '[点](javascript:alert(1))', '![图](https://tracker.example/a.png)', '<iframe src="//x"></iframe>', '[a](data:text/html,x)', '<a href="javascript:x">y</a>'])('never becomes anything that runs or calls home: %s', (bad) => {
    const { container } = render(<Markdown text={bad} />);
    expect(container.querySelectorAll('script, img, iframe, a, [onclick], [onerror]').length).toBe(0);
    expect(container.textContent).not.toBe('');
  });

  test('draws whatever text comes and runs none of it', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
      const { container, unmount } = render(<Markdown text={text} />);
      expect(container.querySelectorAll('script, iframe, img[src^="http"], [onerror]').length).toBe(0);
      unmount();
    }), { numRuns: 60 });
  });

  test('shows entities and breaks as what they mean', () => {
    expect(drawn('5 &lt; 6 &amp; 7')).toContain('5 &lt; 6 &amp; 7');
    expect(decoded('&#x6211;&nbsp;&bogus;&#0;')).toBe('我\u00a0&bogus;&#0;');
    expect(plainText('一<br>二')).toBe('一 二');
  });

  test.each([['https://a.cn', true], ['HTTP://a.cn', true], ['mailto:a@b.cn', true], ['tel:10086', true], ['javascript:alert(1)', false], [' javascript:alert(1)', false], ['//a.cn', false], ['file:///etc', false]])('the address %s is followed: %s', (href, safe) => {
    expect(isSafeAddress(href)).toBe(safe);
  });
});

describe('the answering passage', () => {
  const blocks = blocksOf(article).map(plainOf);

  test('is the block that holds the snippet, though the snippet is cut and marked', () => {
    expect(blocks[answeringBlock(blocks, '…会员手机号即可换新，不需要小票和外包装，主机…') ?? -1]).toContain('随机配件');
  });

  test('is none when the snippet comes from elsewhere', () => {
    expect(answeringBlock(blocks, '积分每年年底清零，提前三十天短信提醒')).toBeUndefined();
    expect(answeringBlock([], '什么')).toBeUndefined();
  });

  test('has its words marked, longest first, in characters and not in code units', () => {
    expect(markedWords('😀不需要小票和外包装', [[1, 4], [1, 9], [7, 8]])).toEqual(['不需要小票和外包', '不需要', '外']);
    expect(aroundWords('换新(a+b)换新', ['(a+b)'])).toEqual(['换新', '(a+b)', '换新']);
  });

  test('is pointed at once', () => {
    const { container } = render(<Markdown text={article} pointed={{ block: 3, words: ['小票'] }} />);
    expect([container.querySelectorAll('[data-pointed]').length, container.querySelector('mark')?.textContent]).toEqual([1, '小票']);
  });
});

describe('two revisions', () => {
  const shown = (lines: Line[]) => lines.map((line) => (line.kind === 'changed' ? line.parts.map(([kind, text]) => (kind === 'same' ? text : `${kind === 'gone' ? '-' : '+'}[${text}]`)).join('') : line.kind === 'fold' ? `…${line.count}` : `${{ same: ' ', gone: '-', came: '+' }[line.kind]}${line.text}`));

  test('mark the words of a changed line and the whole of a new one', () => {
    const before = '# 换新\n登记工单，5 天内调货\n由店长当场判断';
    const after = '# 换新\n登记工单，3 天内调货\n由店员当场判断\n拿不准时拍照问主管';
    expect(shown(compare(before, after))).toEqual([' # 换新', '登记工单，-[5]+[3] 天内调货', '由店-[长]+[员]当场判断', '+拿不准时拍照问主管']);
  });

  test('that share nothing on a line are two lines', () => {
    expect(shown(compare('甲乙丙丁戊己', '子丑寅卯辰巳'))).toEqual(['-甲乙丙丁戊己', '+子丑寅卯辰巳']);
  });

  test('fold what stayed, away from any change', () => {
    const lines = Array.from({ length: 12 }, (_, i) => `第 ${i} 行`);
    const after = [...lines];
    after[6] = '全然换了';
    expect(shown(folded(compare(lines.join('\n'), after.join('\n')), 1))).toEqual(['…5', ' 第 5 行', '-第 6 行', '+全然换了', ' 第 7 行', '…4']);
  });

  test('can always be read back from the comparison', () => {
    const text = fc.array(fc.stringMatching(/^[a-c一二三 ]{0,6}$/u), { maxLength: 8 }).map((lines) => lines.join('\n'));
    const lines = (of: string) => of.split('\n').map((line) => line.trimEnd()).filter(Boolean);
    fc.assert(fc.property(text, text, (before, after) => {
      const all = compare(before, after);
      const side = (drop: 'gone' | 'came') => all.flatMap((line) => (line.kind === 'changed' ? [line.parts.filter(([kind]) => kind !== drop).map(([, part]) => part).join('')] : line.kind !== drop && 'text' in line ? [line.text] : []));
      expect(side('came').sort()).toEqual(lines(before).sort());
      expect(side('gone').sort()).toEqual(lines(after).sort());
      expect(countOf(all).came === 0 && countOf(all).gone === 0).toBe(lines(before).join('\n') === lines(after).join('\n'));
    }));
  });
});

describe('the meaning of a text', () => {
  test.each([['a_b_c', 'a\\_b\\_c'], ['5 < 6 & 7', '5 &lt; 6 &amp; 7'], ['| a | b |\n|---|---|\n| 1 | 2 |', '| a    | b |\n| ---- | - |\n| 1    | 2 |'], ['- 一\n- 二', '* 一\n* 二'], ['一\n二', '一 \n二']])('does not hang on how it is typed: %j', (a, b) => {
    expect(sameMeaning(a, b)).toBe(true);
  });

  test.each([['**一**', '一'], ['## 一', '### 一'], ['1. 一', '- 一'], ['3. 一', '1. 一'], ['[一](https://a.cn)', '[一](https://b.cn)'], ['| a |\n|---|\n| 1 |', '| a |\n|---|\n| 2 |'], ['a\n\nb', 'a b']])('changes with what a reader would see: %j', (a, b) => {
    expect(sameMeaning(a, b)).toBe(false);
  });

  test('is never changed by tidying', () => {
    expect(tidied('| 情形   | 做法  |\n| ---- | :--- |\n| 甲    | a\\_b &amp; c |\n\n\n\n好')).toBe('| 情形 | 做法 |\n| --- | :--- |\n| 甲 | a_b & c |\n\n好');
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('*', '_', '|', '\n', ' ', '&', 'l', 't', ';', '<', '一', '#', '\\', '-', '`'), maxLength: 40 }), (text) => {
      expect(sameMeaning(tidied(text), text.trim()) || sameMeaning(tidied(text), text)).toBe(true);
    }));
  });
});
