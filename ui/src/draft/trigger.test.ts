import fc from 'fast-check';
import { expect, it } from 'vitest';
import { triggerAt } from './trigger';

const said = (before: string) => {
  const found = triggerAt(before);
  return found ? `${found.kind} 「${found.query}」 at ${found.from}` : 'nothing';
};

it('asks for a menu right after Chinese, at the start and after a space', () => {
  expect(['/', '记下来了，/换', 'hello /thx', '／换', '??涂层', '您好？？ 15 天', '@林', '问下@lin', '＠王'].map(said)).toMatchInlineSnapshot(`
    [
      "canned 「」 at 0",
      "canned 「换」 at 5",
      "canned 「thx」 at 6",
      "canned 「换」 at 0",
      "knowledge 「涂层」 at 0",
      "knowledge 「15 天」 at 2",
      "colleague 「林」 at 0",
      "colleague 「lin」 at 2",
      "colleague 「王」 at 0",
    ]
  `);
});

it('stays quiet inside figures, addresses, e-mails and finished words', () => {
  expect(['24/7', 'km/h', 'https://a', 'a/b/c', 'lin@example', '/换 好了', '真的?', '真的??是的?', '@林 好'].map(said)).toEqual(Array.from({ length: 9 }, () => 'nothing'));
});

it('takes the sign nearest the caret', () => {
  expect(said('??涂层 /换')).toBe('canned 「换」 at 5');
});

it('never reaches over a line or an atom, whatever was typed', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('\n', '\ufffc'), (typed, wall) => {
      expect(triggerAt(`/${typed}${wall}好`)?.from ?? 1).toBeGreaterThan(0);
    }),
  );
});
