import { expect, it } from 'vitest';
import { lacking, phrasesOf } from './phrases';

it('takes lines for phrases, each once', () => {
  expect(phrasesOf(' 我要退货 \n\n能退吗\n我要退货\n')).toEqual(['我要退货', '能退吗']);
});

it('counts what is still missing', () => {
  expect([lacking(''), lacking('一\n二'), lacking('一\n二\n三\n四')]).toEqual([3, 1, 0]);
});
