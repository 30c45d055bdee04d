import { expect, test } from 'vitest';
import { asked, blank, codeHolds, mayLeave } from './draft';

const whole = { ...blank, organisation: ' 青禾生活 ', shop_code: 'HZ01', shop_name: '滨江店', account: 'linxw ', name: '林晓雯', password: 'Right-Pass-1', again: 'Right-Pass-1' };

test('a step is left only when what it asks is there', () => {
  expect([mayLeave('organisation', blank), mayLeave('shop', { ...whole, shop_code: 'hz' }), mayLeave('admin', { ...whole, again: 'other' }), mayLeave('admin', { ...whole, password: 'short', again: 'short' })]).toEqual([false, false, false, false]);
  expect((['organisation', 'shop', 'admin', 'check'] as const).map((step) => mayLeave(step, whole))).toEqual([true, true, true, true]);
});

test('shop codes are 2 to 6 capitals and digits', () => {
  expect(['HZ', 'HZ0001', 'H', 'HZ00011', 'hz01', '杭01'].map(codeHolds)).toEqual([true, true, false, false, false, false]);
});

test('the desk is asked for trimmed words and never sees the repeated password', () => {
  expect(asked(whole)).toEqual({ organisation: '青禾生活', shop_code: 'HZ01', shop_name: '滨江店', account: 'linxw', name: '林晓雯', password: 'Right-Pass-1' });
});
