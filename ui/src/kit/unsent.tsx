/** The dot on the row of a record that has not reached head office yet. Lists of many nouns have it; who knows is `sync`. */
import { Tooltip } from 'antd';
import { useSyncExternalStore } from 'react';
import { useWords } from './i18n';
import style from './kit.module.css';
import { Shared } from './shared';
import { words } from './words';

const unsent = new Shared<ReadonlySet<string>>(new Set());

export const setUnsent = unsent.set;

/** A row is drawn anew only when its own dot comes or goes. */
export function UnsentDot({ id }: { id: string }) {
  const t = useWords(words);
  const shows = useSyncExternalStore(unsent.subscribe, () => unsent.get().has(id));
  if (!shows) return null;
  return <Tooltip title={t('unsent')}><span className={style.unsent} role="img" aria-label={t('unsent')} /></Tooltip>;
}
