/** One field changed in place, as the whole question the desk expects: what is `null` stays as it is. */
import type { Id, UpdateCustomer } from '../ipc/bindings';

const untouched: Omit<UpdateCustomer, 'id'> = {
  name: null, tier: null, birthday: null, gender: null, address: null, notes: null, home_shop: null, language: null, fields: {},
};

export function patch(id: Id, change: Partial<Omit<UpdateCustomer, 'id'>>): UpdateCustomer {
  return { id, ...untouched, ...change };
}
