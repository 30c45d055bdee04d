/** The scopes of keys that belong to no noun. A noun states its own: `{ id: 'ticket', title: t('scope'), order: 3 }`. */
import { useWords } from './i18n';
import type { Scope } from './keys';
import { words } from './words';

export function useScopes(): { anywhere: Scope; list: Scope; writing: Scope } {
  const t = useWords(words);
  return {
    anywhere: { id: 'anywhere', title: t('scopeAnywhere'), order: 0 },
    writing: { id: 'writing', title: t('scopeWriting'), order: 2 },
    list: { id: 'list', title: t('scopeList'), order: 4 },
  };
}
