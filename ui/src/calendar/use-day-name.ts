/** What the days of a week are called; 0 is Monday. */
import { useWords } from '../kit/i18n';
import { words } from './words';

const keys = ['day0', 'day1', 'day2', 'day3', 'day4', 'day5', 'day6'] as const;

export function useDayName(): (day: number) => string {
  const t = useWords(words);
  return (day) => t(keys[((day % 7) + 7) % 7] ?? 'day0');
}
