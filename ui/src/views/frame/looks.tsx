/** Theme and language. Both act at once and are remembered on this device. */
import { Dropdown, type MenuProps } from 'antd';
import { setLang, useLang, useWords, type Lang } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import { useTheme, type ThemeChoice } from '../../kit/theme';
import { languageNames, words } from './words';

export function ThemeButton() {
  const t = useWords(words);
  const { choice, mode, choose } = useTheme();
  const names: Record<ThemeChoice, string> = { light: t('themeLight'), dark: t('themeDark'), system: t('themeSystem') };
  const menu: MenuProps = {
    selectable: true,
    selectedKeys: [choice],
    items: (['light', 'dark', 'system'] as const).map((key) => ({ key, label: names[key], onClick: () => choose(key) })),
  };
  return (
    <Dropdown menu={menu} trigger={['click']} placement="bottomRight">
      <IconButton icon={mode === 'dark' ? 'moon' : 'sun'} label={t('theme')} keys="d" size={17} menu />
    </Dropdown>
  );
}

export function LanguageButton() {
  const t = useWords(words);
  const lang = useLang();
  const items = (Object.keys(languageNames) as Lang[]).map((key) => ({ key, label: languageNames[key], onClick: () => setLang(key) }));
  return (
    <Dropdown menu={{ items, selectable: true, selectedKeys: [lang] }} trigger={['click']} placement="bottomRight">
      <IconButton icon="language" label={t('language')} size={17} menu />
    </Dropdown>
  );
}
