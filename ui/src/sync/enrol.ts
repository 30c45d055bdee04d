/** What a desk needs to be let into a chain. The desk and the hub check it all again. */
import type { EnrolDesk } from '../ipc/bindings';

export const blank: EnrolDesk = { url: '', code: '', name: '' };

/** As it is sent: without blanks, the code in capitals, the address without a path's end. */
export function asked({ url, code, name }: EnrolDesk): EnrolDesk {
  return { url: url.trim().replace(/\/+$/, ''), code: code.replace(/\s/g, '').toUpperCase(), name: name.trim() };
}

export function addressHolds(url: string): boolean {
  return /^https?:\/\/[^\s/]+$/i.test(asked({ ...blank, url }).url);
}

/** Ten letters or digits, with or without the dash in the middle. */
export function codeHolds(code: string): boolean {
  return /^[A-Z0-9]{5}-?[A-Z0-9]{5}$/.test(asked({ ...blank, code }).code);
}

export function holds(draft: EnrolDesk): boolean {
  return addressHolds(draft.url) && codeHolds(draft.code) && draft.name.trim() !== '';
}
