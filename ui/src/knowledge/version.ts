/** `v7`, in the language of the moment. */
import { useWords } from '../kit/i18n';
import { words } from './words';

export function useVersion(): (n: number) => string {
  const t = useWords(words);
  return (n) => t('version', { n });
}
