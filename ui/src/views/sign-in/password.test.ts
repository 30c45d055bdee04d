import { expect, test } from 'vitest';
import { passwordHolds, passwordRules } from './password';

test.each([
  ['Abcdefgh12', ['linxw', '林晓雯'], 'length classes name'],
  ['abcdefghij', [], 'length name'],
  ['Ab1!', [], 'classes name'],
  ['Linxw-2026-x', ['linxw'], 'length classes'],
  ['林晓雯-Aa1-2026', ['linxw', '林晓雯'], 'length classes'],
  ['Abcdefgh12', ['a'], 'length classes name'],
  ['', ['linxw'], ''],
  ['密码密码密码密码Aa1', [], 'length classes name'],
])('%s for %o meets: %s', (password, names, met) => {
  const rules = passwordRules(password, names);
  expect(Object.entries(rules).filter(([, ok]) => ok).map(([rule]) => rule).join(' ')).toBe(met);
  expect(passwordHolds(password, names)).toBe(met === 'length classes name');
});
