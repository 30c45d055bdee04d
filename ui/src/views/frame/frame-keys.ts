/** The keys that work everywhere. */
import { useLocation } from 'wouter';
import { useLang, useWords, setLang } from '../../kit/i18n';
import { useKeyboard, useKeys, type Key } from '../../kit/keys';
import { useScopes } from '../../kit/scopes';
import { useTheme } from '../../kit/theme';
import { rooms } from '../rooms';
import { words as roomWords } from '../words';
import { lockNow } from '../sign-in/entry';
import { languageNames, words } from './words';

export function useFrameKeys(open: { palette: () => void; keys: () => void }): void {
  const t = useWords(words);
  const nameOf = useWords(roomWords);
  const [, go] = useLocation();
  const { toggle } = useTheme();
  const lang = useLang();
  const other = lang === 'zh' ? 'en' : 'zh';
  const { anywhere } = useScopes();
  const general: Key[] = [
    { key: 'mod+k', label: t('openPalette'), icon: 'search', run: open.palette, notInPalette: true },
    { key: '/', label: t('search'), icon: 'search', run: open.palette, notInPalette: true },
    { key: '?', label: t('keysSheet'), icon: 'keyboard', also: 'keys kuaijiejian', run: open.keys },
    { key: 'd', label: t('toggleTheme'), icon: 'moon', also: 'theme dark light shense qianse', run: toggle },
    { key: '', label: `${t('language')} · ${languageNames[other]}`, icon: 'language', also: 'language yuyan', run: () => setLang(other) },
    { key: 'mod+shift+l', label: t('lock'), icon: 'lock', also: 'lock suoping', run: () => void lockNow() },
  ];
  const going: Key[] = rooms.map((room) => ({ key: `g ${room.letter}`, label: t('goTo', { room: nameOf(room.name) }), icon: room.icon, also: room.name, run: () => go(`/${room.name}`) }));
  useKeys({ id: 'go', title: t('go'), order: 1 }, going);
  useKeys(anywhere, general);
  useKeyboard();
}
