/** The cross inside a search box, with a name for those who listen: antd's own says the name of its picture, in English. */
import { useWords } from './i18n';
import { Icon } from './icons';
import { words } from './words';

export function ClearIcon() {
  const t = useWords(words);
  return <><Icon name="x" size={14} /><span className="unseen">{t('clearText')}</span></>;
}
