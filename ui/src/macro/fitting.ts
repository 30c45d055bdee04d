/** The macros that may be run on one kind of record, found by a few letters of their name. Pure. */
import type { Macro } from '../ipc/bindings';
import { fuzzy } from '../kit/fuzzy';

export function fitting(macros: readonly Macro[], noun: string, query: string): Macro[] {
  const scored = macros
    .filter((macro) => !macro.archived && macro.applies.split(',').some((each) => each.trim() === noun))
    .flatMap((macro) => {
      const match = fuzzy(query, macro.name);
      return match ? [{ macro, score: match.score }] : [];
    });
  return (query.trim() === '' ? scored : scored.toSorted((a, b) => b.score - a.score)).map(({ macro }) => macro);
}
