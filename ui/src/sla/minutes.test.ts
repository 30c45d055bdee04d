import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sayIn, type Lang } from '../kit/i18n';
import { lengthOf, minutesIn } from './minutes';
import { lengthWords } from './use-length';
import { words } from './words';

test.each([
  ['', null], ['30', 30], ['30 分', 30], ['45m', 45], ['2小时', 120], ['2 h', 120], ['1.5 小时', 90], ['1:30', 90], ['1 小时 30 分', 90], ['2h15', 135],
  ['0', undefined], ['明天', undefined], ['1:75', undefined], ['999999999', undefined], ['-5', undefined],
] as const)('%s is %s', (text, minutes) => {
  expect(minutesIn(text)).toBe(minutes);
});

test.each(['zh', 'en'] satisfies Lang[])('what is shown in %s reads back as the same time', (lang) => {
  const t = sayIn(words, lang);
  fc.assert(fc.property(fc.integer({ min: 1, max: 20_000 }), (minutes) => {
    expect(minutesIn(lengthWords(t, lengthOf(minutes)))).toBe(minutes);
  }));
});
