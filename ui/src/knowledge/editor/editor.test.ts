import { describe, expect, test } from 'vitest';
import type { SaveArticle } from '../../ipc/bindings';
import { CallError } from '../../ipc/error';
import { checksOf, questionsIn } from './checks';
import { isLossless, roundTrip } from './round-trip';
import { blank, editSession, type Start, type Theirs } from './session';

const written = { ...blank, title: '换新', body: '十五天内' };
const start: Start = { id: 'a1', base: 'r1', number: undefined, written };
const theirs: Theirs = { revision: 'r9', number: 9, title: '换新', body: '三十天内', questions: ['能换吗'] };

/** A desk that numbers revisions from 2; `trouble` is thrown once for each entry. */
function shelf(trouble: string[] = []) {
  const saved: SaveArticle[] = [];
  const save = (input: SaveArticle) => {
    const code = trouble.shift();
    if (code) return Promise.reject(new CallError({ code, message: code, refusal: true }));
    saved.push(input);
    return Promise.resolve({ id: 'a1', revision: `r${saved.length + 1}`, number: saved.length + 1 });
  };
  return { saved, save };
}

describe('writing', () => {
  test('saves what was typed on top of the last save', async () => {
    const { saved, save } = shelf();
    const session = editSession(start, save);
    session.change({ body: '十四天内' });
    await session.flush();
    session.change({ body: '十三天内' });
    await session.flush();
    expect(saved.map(({ base, body }) => [base, body])).toEqual([['r1', '十四天内'], ['r2', '十三天内']]);
    expect([session.snapshot().state, session.snapshot().number]).toEqual(['saved', 3]);
  });

  test('saves nothing when nothing was typed, and nothing without a title', async () => {
    const { saved, save } = shelf();
    const untouched = editSession(start, save);
    const nameless = editSession({ ...start, id: null, base: null, written: blank }, save);
    nameless.change({ body: '没有标题' });
    expect([await untouched.flush(), await nameless.flush(), saved.length]).toEqual([true, false, 0]);
  });

  test('that goes on during a save is saved after it, in order', async () => {
    const { saved, save } = shelf();
    const session = editSession(start, save);
    session.change({ body: '一' });
    const first = session.flush();
    session.change({ body: '二' });
    await first;
    await session.flush();
    expect(saved.map(({ body, base }) => [body, base])).toEqual([['二', 'r1']]);
    expect(session.snapshot().written.body).toBe('二');
  });

  test('puts the note on the revision that is handed on, not on every save', async () => {
    const { saved, save } = shelf();
    const session = editSession(start, save);
    session.change({ note: '改了时限' });
    await session.flush();
    await session.flush(true);
    expect(saved.map(({ note }) => note)).toEqual(['', '改了时限']);
  });

  test('keeps the words when a save does not come through, and saves them later', async () => {
    const { saved, save } = shelf(['unreachable']);
    const session = editSession(start, save);
    session.change({ body: '断网时写的' });
    expect([await session.flush(), session.snapshot().state, session.snapshot().written.body]).toEqual([false, 'stuck', '断网时写的']);
    expect([await session.flush(), saved.at(-1)?.body]).toEqual([true, '断网时写的']);
  });
});

describe('somebody else saved meanwhile', () => {
  async function clashed() {
    const { saved, save } = shelf(['knowledge.changed']);
    const session = editSession(start, save);
    session.change({ body: '我写的' });
    await session.flush();
    return { session, saved };
  }

  test('is noticed, and typing on does not overwrite it', async () => {
    const { session, saved } = await clashed();
    session.change({ body: '我接着写' });
    expect([await session.flush(), session.snapshot().state, saved.length]).toEqual([false, 'conflict', 0]);
  });

  test.each([
    ['mine', [['r9', '我写的', '']]],
    ['theirs', [['r9', '我写的', '我的'], ['r2', '三十天内', '']]],
    ['both', [['r9', '三十天内\n\n---\n\n我写的', '']]],
  ] as const)('settled for %s, both texts are among the revisions', async (how, expected) => {
    const { session, saved } = await clashed();
    await session.settle(how, theirs, '我的');
    expect(saved.map(({ base, body, note }) => [base, body, note])).toEqual(expected);
    expect(session.snapshot().state).toBe('saved');
  });

  test('taking theirs gives nothing up when mine could not be put away first', async () => {
    const { saved, save } = shelf(['knowledge.changed', 'unreachable']);
    const session = editSession(start, save);
    session.change({ body: '我写的' });
    await session.flush();
    await session.settle('theirs', theirs, '我的');
    expect([session.snapshot().written.body, session.snapshot().state, saved.length]).toEqual(['我写的', 'stuck', 0]);
  });
});

describe('the rich editor', () => {
  test.each([
    '## 第 1 条　适用\n\n厨房小家电，**不含**耗材。\n\n- 一\n- 二\n  - 二一\n\n1. 甲\n2. 乙',
    '| 情形 | 做法 |\n| --- | --- |\n| 同款有货 | 当场换 **旧机** |\n| 缺货 | 3 天内调货 |',
    '> 引用\n\n`AF-520` 和 ~~旧价~~ [官网](https://a.cn/b)\n\n---\n\n```\ncode\n```',
    '价格 ¥399，a_b_c，5 < 6 & 7，1*2*3',
  ])('gives back what it was given, %#', (markdown) => {
    expect(isLossless(markdown)).toBe(true);
    expect(roundTrip(markdown)).toBe(markdown);
  });

  test.each(['<details><summary>更多</summary>字</details>', '![图](https://a.cn/b.png)', '- [ ] 待办\n- [x] 办好'])('leaves alone what it would change: %s', (markdown) => {
    expect(isLossless(markdown)).toBe(false);
  });
});

test('questions are one a line, each once', () => {
  expect(questionsIn(' 能换吗\n\n要小票吗 \n能换吗')).toEqual(['能换吗', '要小票吗']);
});

test('only title and text are needed before publishing', () => {
  expect(checksOf({ ...blank, title: ' ', body: '有' }).map(({ ok, needed }) => `${ok ? '✓' : '·'}${needed ? '!' : ''}`)).toEqual(['·!', '✓!', '·', '·', '·']);
});
