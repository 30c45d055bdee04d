/** Who wrote something, and when. */
import type { StaffCard } from '../ipc/bindings';
import { useWords } from '../kit/i18n';
import { useNow, when, whenFull } from '../kit/time';
import { words } from './words';

export function By({ who, at }: { who: StaffCard | null; at: number }) {
  const t = useWords(words);
  const now = useNow(60_000);
  return <span className="t12 ink3 num" title={whenFull(at)}>{who ? t('by', { name: who.name, when: when(at, now) }) : t('byNobody', { when: when(at, now) })}</span>;
}
