/**
 * Words on the screen. Every folder states its own in `words.ts` with `defineWords`, Chinese first; a key that English
 * lacks, or a parameter that a caller forgets, is a type error. Text the server sends is shown as it came.
 */
import i18next from 'i18next';
import { createElement, Fragment, useMemo, type ReactNode } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import { remembered } from './remembered';

export type Lang = 'zh' | 'en';

/** English counts things: `{ one: '1 ticket', other: '{{count}} tickets' }`. Chinese needs no such form. */
export type Entry = string | { one: string; other: string };
type Chinese = Record<string, string>;

export interface Words<Z extends Chinese = Chinese> {
  ns: string;
  zh: Z;
  en: { [K in keyof Z]: Entry };
}

type Names<S extends string> = S extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Names<Rest> : never;
type Params<S extends string, V> = [Names<S>] extends [never] ? [] : [{ [N in Names<S>]: N extends 'count' ? number : V }];

export interface Say<Z extends Chinese> {
  <K extends keyof Z & string>(key: K, ...params: Params<Z[K], string | number>): string;
  /** The same sentence with elements in its gaps: `t.rich('of', { total: <b>12</b> })`. */
  rich: <K extends keyof Z & string>(key: K, params: { [N in Names<Z[K]>]: ReactNode }) => ReactNode;
}

function navigatorLang(): Lang {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

const choice = remembered<Lang>('lang', (text) => (text === 'zh' || text === 'en' ? text : navigatorLang()));

export const i18n = i18next.createInstance();
void i18n.use(initReactI18next).init({
  lng: choice.get(),
  fallbackLng: false,
  resources: {},
  initAsync: false,
  interpolation: { escapeValue: false },
  react: { useSuspense: false },
});

const htmlLang = { zh: 'zh-CN', en: 'en' } as const;

function speak(lang: Lang): void {
  document.documentElement.lang = htmlLang[lang];
  if (i18n.language !== lang) void i18n.changeLanguage(lang);
}
speak(choice.get());
choice.subscribe(() => speak(choice.get()));

export function currentLang(): Lang {
  return i18n.language === 'en' ? 'en' : 'zh';
}

export function setLang(lang: Lang): void {
  choice.set(lang);
}

export function useLang(): Lang {
  return useTranslation().i18n.language === 'en' ? 'en' : 'zh';
}

function flattened(words: Record<string, Entry>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(words).flatMap(([key, entry]) =>
      typeof entry === 'string' ? [[key, entry]] : [[`${key}_one`, entry.one], [`${key}_other`, entry.other]],
    ),
  );
}

/** Registers a folder's words. `ns` is the folder's name; keys are flat camelCase. */
export function defineWords<const Z extends Chinese>(ns: string, words: { zh: Z; en: { [K in keyof NoInfer<Z>]: Entry } }): Words<Z> {
  i18n.addResourceBundle('zh', ns, words.zh, true, true);
  i18n.addResourceBundle('en', ns, flattened(words.en), true, true);
  return { ns, ...words };
}

/** Private-use marks stand in for elements while i18next fills the rest of the sentence. */
const gap = /(\uE000\w+\uE000)/;

function rich(sentence: string, params: Record<string, ReactNode>): ReactNode {
  const parts = sentence.split(gap).map((part, i) => {
    const value = part.startsWith('\uE000') ? params[part.slice(1, -1)] : part;
    return createElement(Fragment, { key: i }, value);
  });
  return createElement(Fragment, null, ...parts);
}

/** Words outside a component (a log line, a document title). Inside one, `useWords` follows the language live. */
export function sayIn<Z extends Chinese>(words: Words<Z>, lang: Lang): Say<Z> {
  const fixed = i18n.getFixedT(lang, words.ns);
  const plain = (key: string, params?: Record<string, string | number>) => String(fixed(key, params ?? {}));
  const withGaps = (key: string, params: Record<string, ReactNode>) => {
    const marks = Object.entries(params).map(([name, value]) => [name, typeof value === 'number' && name === 'count' ? value : `\uE000${name}\uE000`]);
    return rich(String(fixed(key, Object.fromEntries(marks))), params);
  };
  return Object.assign(plain, { rich: withGaps });
}

/** The folder's words in the language of the moment: `const t = useWords(words)`, then `t('save')`. */
export function useWords<Z extends Chinese>(words: Words<Z>): Say<Z> {
  const lang = useLang();
  return useMemo(() => sayIn(words, lang), [words, lang]);
}
