/**
 * What a merge of two cards will look like, before it is done. The card that stays keeps its own words; contacts and tags
 * of both are joined; nothing else moves. Rows on which both agree are only counted.
 */
import type { CustomerDetail } from '../ipc/bindings';

export type MergeField = 'name' | 'tier' | 'identities' | 'tags' | 'birthday' | 'gender' | 'address' | 'homeShop' | 'language' | 'notes' | 'points' | 'spentYear';

export interface MergeRow {
  field: MergeField;
  left: string[];
  right: string[];
  result: string[];
  /** Both sides end up in the result. */
  joined: boolean;
}

export interface MergePreview {
  rows: MergeRow[];
  /** Fields that say the same on both cards. */
  same: number;
}

export type Say = { tier: (card: CustomerDetail) => string; money: (cents: number) => string; count: (n: number) => string };

const one = (text: string | null | undefined): string[] => (text ? [text] : []);

function valuesOf(card: CustomerDetail, say: Say): Record<MergeField, string[]> {
  return {
    name: [card.card.name],
    tier: one(card.card.tier && say.tier(card)),
    identities: card.identities.map((identity) => identity.shown),
    tags: card.card.tags,
    birthday: one(card.birthday),
    gender: one(card.gender),
    address: one(card.address),
    homeShop: one(card.home_shop?.name),
    language: one(card.language),
    notes: one(card.notes),
    points: [say.count(card.points)],
    spentYear: [say.money(card.spent_year_cents)],
  };
}

const joining: readonly MergeField[] = ['identities', 'tags'];
const equal = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((text) => b.includes(text));
const joinedOf = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])];

/** `keep` says which card stays. */
export function preview(left: CustomerDetail, right: CustomerDetail, keep: 'left' | 'right', say: Say): MergePreview {
  const [ours, theirs] = [valuesOf(left, say), valuesOf(right, say)];
  const fields = Object.keys(ours) as MergeField[];
  const all = fields.map((field): MergeRow => {
    const joined = joining.includes(field);
    const [stays, goes] = keep === 'left' ? [ours[field], theirs[field]] : [theirs[field], ours[field]];
    return { field, left: ours[field], right: theirs[field], result: joined ? joinedOf(stays, goes) : stays, joined };
  });
  const rows = all.filter((row) => !equal(row.left, row.right));
  return { rows, same: all.length - rows.length };
}
