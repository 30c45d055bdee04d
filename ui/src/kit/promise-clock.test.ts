import { describe, expect, test } from 'vitest';
import { lookOfPromise } from './promise-clock';

const MINUTE = 60_000;
const look = (...args: Parameters<typeof lookOfPromise>) => {
  const { tone, text } = lookOfPromise(...args);
  return `${tone} ${text.replaceAll('\u00A0', ' ')}`;
};

describe('a promise', () => {
  test.each([
    [4 * MINUTE + 12_000, 'warn 剩 4:12'],
    [34 * MINUTE, 'plain 剩 34 分'],
    [-2 * MINUTE - 5000, 'danger 超时 2:05'],
    [-90 * MINUTE, 'danger 超时 1 小时 30 分'],
    [10 * MINUTE, 'plain 剩 10 分'],
    [10 * MINUTE - 1, 'warn 剩 9:59'],
  ])('with %i ms left', (left, said) => expect(look('running', left, 0, 'zh')).toBe(said));

  test('warns in its last fifth however long it is', () => {
    expect(look('running', 60 * MINUTE, 6 * 60 * MINUTE, 'zh')).toBe('warn 剩 1 小时');
    expect(look('running', 90 * MINUTE, 6 * 60 * MINUTE, 'zh')).toBe('plain 剩 1 小时 30 分');
  });

  test('that does not run has no clock', () => {
    expect([look('paused', -5, 0, 'zh'), look('met', 5, 0, 'zh'), look('missed', 5, 0, 'en')]).toEqual(['plain 已暂停', 'plain 达标', 'danger Missed']);
  });
});
