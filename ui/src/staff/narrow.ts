/** Which colleagues a list shows, and how each stands. Pure; `now` is an argument. */
import type { Id, StaffRow } from '../ipc/bindings';
import { fuzzy } from '../kit/fuzzy';

export interface Narrow {
  text: string;
  role: Id | null;
  shop: Id | null;
  disabled: boolean;
}

export const everyone: Narrow = { text: '', role: null, shop: null, disabled: false };

export type Standing = 'disabled' | 'locked' | 'noPassword' | 'active';

/** The first that holds: who is disabled need not be unlocked. */
export function standingOf(person: Pick<StaffRow, 'disabled' | 'locked_until' | 'has_password'>, now: number): Standing {
  if (person.disabled) return 'disabled';
  if (person.locked_until !== null && person.locked_until > now) return 'locked';
  return person.has_password ? 'active' : 'noPassword';
}

function fits(person: StaffRow, { role, shop, disabled }: Narrow): boolean {
  const worksThere = shop === null || person.every_shop || person.shops.some((each) => each.id === shop);
  return (disabled || !person.disabled) && (role === null || person.roles.includes(role)) && worksThere;
}

/** By name or account; those out of use last. */
export function narrowed(people: readonly StaffRow[], narrow: Narrow): StaffRow[] {
  const text = narrow.text.trim();
  return people
    .filter((person) => fits(person, narrow) && (text === '' || fuzzy(text, person.card.name) !== undefined || fuzzy(text, person.card.account) !== undefined))
    .toSorted((a, b) => Number(a.disabled) - Number(b.disabled) || a.card.name.localeCompare(b.card.name, 'zh'));
}
