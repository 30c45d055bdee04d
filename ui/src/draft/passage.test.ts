import fc from 'fast-check';
import { expect, it } from 'vitest';
import { passageOf } from './passage';

it('keeps whole sentences and drops the halves at a cut', () => {
  expect(passageOf('…及配件。自购买之日起 15 天内可换新。涂层起泡按性能故障…')).toBe('自购买之日起 15 天内可换新。');
  expect(passageOf('凭手机号即可换新。不需要小票')).toBe('凭手机号即可换新。不需要小票');
});

it('keeps the halves when there is nothing else', () => {
  expect(passageOf('…凭会员手机号即可换新，不需要小票…')).toBe('凭会员手机号即可换新，不需要小票');
});

it('never adds a word and never comes out empty when something was there', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('…', '。', '好', 'a', ' ', '！', '\n'), maxLength: 40 }), (snippet) => {
      const passage = passageOf(snippet);
      expect(snippet).toContain(passage);
      if (/[好a]/.test(snippet)) expect(passage).not.toBe('');
    }),
  );
});
