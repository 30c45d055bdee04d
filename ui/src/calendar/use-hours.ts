/** A length of business time in hours and minutes; never days, for a business day has no fixed length. */
import { useWords } from '../kit/i18n';
import { words } from './words';

export function useHours(): (minutes: number) => string {
  const t = useWords(words);
  return (minutes) => {
    const [h, m] = [Math.floor(minutes / 60), minutes % 60];
    return m === 0 ? t('hours', { h }) : t('hoursMinutes', { h, m });
  };
}
