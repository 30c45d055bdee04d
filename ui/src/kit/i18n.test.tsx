import { act, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { currentLang, defineWords, sayIn, setLang, useWords } from './i18n';

const words = defineWords('i18n-test', {
  zh: { left: '剩 {{count}} 单', by: '{{name}} 转给 {{other}}' },
  en: { left: { one: '{{count}} ticket left', other: '{{count}} tickets left' }, by: '{{name}} passed it to {{other}}' },
});

function Line() {
  const t = useWords(words);
  return <p>{t.rich('by', { name: <b>林晓雯</b>, other: '王磊' })} · {t('left', { count: 1 })}</p>;
}

afterEach(() => setLang('zh'));

describe('words', () => {
  test('count things as the language does', () => {
    const [zh, en] = [sayIn(words, 'zh'), sayIn(words, 'en')];
    expect([zh('left', { count: 1 }), en('left', { count: 1 }), en('left', { count: 3 })]).toEqual(['剩 1 单', '1 ticket left', '3 tickets left']);
  });

  test('do not escape what a person wrote', () => {
    expect(sayIn(words, 'zh')('by', { name: '<A&B>', other: "O'Neil" })).toBe("<A&B> 转给 O'Neil");
  });

  test('follow the language live, with elements in their gaps', () => {
    render(<Line />);
    const text = () => screen.getByText(/·/).textContent;
    setLang('zh');
    expect(text()).toBe('林晓雯 转给 王磊 · 剩 1 单');
    act(() => setLang('en'));
    expect([text(), document.documentElement.lang, currentLang()]).toEqual(['林晓雯 passed it to 王磊 · 1 ticket left', 'en', 'en']);
    expect(screen.getByText('林晓雯').tagName).toBe('B');
  });
});

/** Every bundle of the console, by folder; a missing English key is a type error, an empty one is found here. */
const bundles = import.meta.glob<{ words: { ns: string; zh: Record<string, string>; en: Record<string, string | { one: string; other: string }> } }>('../**/words.ts', { eager: true });

describe.each(Object.entries(bundles))('%s', (_, { words: { zh, en } }) => {
  const english = Object.values(en).flatMap((entry) => (typeof entry === 'string' ? [entry] : [entry.one, entry.other]));

  test('says everything in both languages', () => {
    expect(Object.keys(en).toSorted()).toEqual(Object.keys(zh).toSorted());
    expect([...Object.values(zh), ...english].filter((text) => text.trim() === '')).toEqual([]);
  });

  test('speaks calmly: no exclamation marks, no curly quotes in Chinese, no Chinese left in English', () => {
    expect([...Object.values(zh), ...english].filter((text) => /[!！]/.test(text))).toEqual([]);
    expect(Object.values(zh).filter((text) => /[“”]|(^|[，。、；])请(?!他|她|人|假)/.test(text))).toEqual([]);
    expect(english.filter((text) => /[\u3400-\u9fff]/.test(text) && text !== '掌')).toEqual([]);
  });
});
