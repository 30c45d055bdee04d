/** The key of dictation, and what is said in the reader's language when words find no place. */
import { useWords } from '../kit/i18n';
import type { Sayings } from './dictation';
import { words } from './words';

export const DICTATE = 'mod+shift+space';

export function useSayings(): Sayings {
  const t = useWords(words);
  return { noPlace: t('noPlace') };
}
