/** The brand mark. */
import { classes } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import style from './frame.module.css';
import { words } from './words';

export function Seal({ large }: { large?: boolean }) {
  const t = useWords(words);
  return <span className={classes(style.seal, large && style.large)} aria-hidden>{t('seal')}</span>;
}
