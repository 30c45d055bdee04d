import { describe, expect, test } from 'vitest';
import { addressHolds, asked, codeHolds, holds } from './enrol';

test('it is sent without blanks, in capitals, without a slash at the end', () => {
  expect(asked({ url: ' https://hub.example.com/ ', code: ' abcde-fghij ', name: ' 一店柜台 ' })).toEqual({ url: 'https://hub.example.com', code: 'ABCDE-FGHIJ', name: '一店柜台' });
});

describe('an address', () => {
  test.each(['https://hub.example.com', 'http://192.168.1.5:8080/', 'https://hub'])('%s holds', (url) => expect(addressHolds(url)).toBe(true));
  test.each(['', 'hub.example.com', 'ftp://hub', 'https://', 'https://hub/v1', 'https://a b'])('%s does not', (url) => expect(addressHolds(url)).toBe(false));
});

describe('a code', () => {
  test.each(['ABCDE-FGHIJ', 'abcdefghij', 'ABC12 DE345'])('%s holds', (code) => expect(codeHolds(code)).toBe(true));
  test.each(['', 'ABCDE', 'ABCDE-FGHI', 'ABCDE-FGHIJK', 'ABCD!-FGHIJ'])('%s does not', (code) => expect(codeHolds(code)).toBe(false));
});

test('a machine without a name is not let in', () => {
  expect(holds({ url: 'https://hub', code: 'ABCDEFGHIJ', name: ' ' })).toBe(false);
  expect(holds({ url: 'https://hub', code: 'ABCDEFGHIJ', name: '柜台' })).toBe(true);
});
