/**
 * Light, dark or as the operating system has it. Sets the `--z-*` variables on the root element and hands antd the same
 * values, so that a module style sheet and an antd control can never disagree.
 */
import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useLayoutEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { useLang } from './i18n';
import { remembered, useRemembered } from './remembered';
import { antdTheme, cssVariables, type Mode } from './tokens';

export type ThemeChoice = Mode | 'system';

const choice = remembered<ThemeChoice>('theme', (text) => (text === 'light' || text === 'dark' ? text : 'system'));

function useMedia(query: string): boolean {
  const media = useMemo(() => window.matchMedia(query), [query]);
  const subscribe = useMemo(
    () => (heard: () => void) => {
      media.addEventListener('change', heard);
      return () => media.removeEventListener('change', heard);
    },
    [media],
  );
  return useSyncExternalStore(subscribe, () => media.matches);
}

export function useTheme(): { choice: ThemeChoice; mode: Mode; choose: (next: ThemeChoice) => void; toggle: () => void } {
  const chosen = useRemembered(choice);
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  const mode: Mode = chosen === 'system' ? (systemDark ? 'dark' : 'light') : chosen;
  return { choice: chosen, mode, choose: choice.set, toggle: () => choice.set(mode === 'dark' ? 'light' : 'dark') };
}

export function ThemeProvider({ children }: { children: ReactNode }) {
  const { mode } = useTheme();
  const lang = useLang();
  const still = useMedia('(prefers-reduced-motion: reduce)');
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.dataset['theme'] = mode;
    root.style.colorScheme = mode;
    Object.entries(cssVariables(mode)).forEach(([name, value]) => root.style.setProperty(name, value));
  }, [mode]);
  useLayoutEffect(() => void dayjs.locale(lang === 'zh' ? 'zh-cn' : 'en'), [lang]);
  const theme = useMemo(() => ({ ...antdTheme[mode], token: { ...antdTheme[mode].token, motion: !still } }), [mode, still]);
  return (
    <ConfigProvider theme={theme} locale={lang === 'zh' ? zhCN : enUS} wave={{ disabled: true }} button={{ autoInsertSpace: false }}>
      {children}
    </ConfigProvider>
  );
}
