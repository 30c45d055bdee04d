/** Business time in words: `30 分`, `2 小时`, `1 小时 30 分`. */
import { useWords, type Say } from '../kit/i18n';
import { lengthOf, type Length } from './minutes';
import { words } from './words';

export function lengthWords(t: Say<(typeof words)['zh']>, { hours, minutes }: Length): string {
  if (hours === 0) return t('minutes', { m: minutes });
  return minutes === 0 ? t('hours', { h: hours }) : t('hoursMinutes', { h: hours, m: minutes });
}

export function useLength(): (minutes: number | null) => string {
  const t = useWords(words);
  return (minutes) => (minutes === null ? '' : lengthWords(t, lengthOf(minutes)));
}
