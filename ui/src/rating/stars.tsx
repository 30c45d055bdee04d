/** One to five stars, to read. Said in words to those who listen. */
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import style from './rating.module.css';
import { words } from './words';

export const scores = [1, 2, 3, 4, 5] as const;

export function Stars({ score, size = 14 }: { score: number; size?: number }) {
  const t = useWords(words);
  return (
    <span className={style.stars} role="img" aria-label={t('stars', { count: score })}>
      {scores.map((each) => <Icon key={each} name="star" size={size} className={each <= score ? style.full : style.empty} />)}
    </span>
  );
}
