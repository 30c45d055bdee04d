/** What the wizard has been told so far, and which step may be left. The desk checks it all again. */
import type { CreateOrganisation } from '../../ipc/bindings';
import { passwordHolds } from '../sign-in/password';

export const steps = ['organisation', 'shop', 'admin', 'check'] as const;
export type Step = (typeof steps)[number];
export type Draft = CreateOrganisation & { again: string };

export const blank: Draft = { organisation: '', shop_code: '', shop_name: '', account: '', name: '', password: '', again: '' };

export const codeHolds = (code: string): boolean => /^[A-Z0-9]{2,6}$/.test(code);

const filled = (...values: string[]): boolean => values.every((value) => value.trim() !== '');

export function mayLeave(step: Step, draft: Draft): boolean {
  switch (step) {
    case 'organisation':
      return filled(draft.organisation);
    case 'shop':
      return filled(draft.shop_name) && codeHolds(draft.shop_code);
    case 'admin':
      return filled(draft.name, draft.account) && draft.password === draft.again && passwordHolds(draft.password, [draft.account, draft.name]);
    case 'check':
      return true;
  }
}

/** What the desk is asked to make: trimmed, without the repeated password. */
export function asked({ organisation, shop_code, shop_name, account, name, password }: Draft): CreateOrganisation {
  return { organisation: organisation.trim(), shop_code, shop_name: shop_name.trim(), account: account.trim(), name: name.trim(), password };
}
