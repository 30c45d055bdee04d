import { expect, test } from 'vitest';
import type { StaffRow } from '../ipc/bindings';
import { everyone, narrowed, standingOf } from './narrow';

const person = (name: string, part: Partial<StaffRow> = {}): StaffRow => ({
  card: { id: name, name, account: `${name}-account` }, phone: '', roles: ['clerk'], role_names: ['店员'], shops: [{ id: 's1', code: 'HZ01', name: '滨江店' }], departments: [],
  every_shop: false, disabled: false, has_password: true, has_pin: false, locked_until: null, last_sign_in: null, ...part,
});
const people = [person('林晓雯'), person('陈可', { shops: [], every_shop: true }), person('王磊', { disabled: true }), person('赵倩', { shops: [{ id: 's2', code: 'HZ02', name: '西湖店' }], roles: ['lead'] })];
const names = (part: Partial<typeof everyone>) => narrowed(people, { ...everyone, ...part }).map((each) => each.card.name);

test('those out of use are left out until asked for, and then stand last', () => {
  expect(names({})).not.toContain('王磊');
  expect(names({ disabled: true }).at(-1)).toBe('王磊');
});

test('a shop shows those who work there and those who see every shop', () => {
  expect(names({ shop: 's2' })).toEqual(['陈可', '赵倩']);
});

test('role and name narrow together', () => {
  expect(names({ role: 'lead', text: '赵' })).toEqual(['赵倩']);
  expect(names({ role: 'lead', text: '林' })).toEqual([]);
});

test.each([
  [{ disabled: true, locked_until: 20, has_password: false }, 'disabled'],
  [{ disabled: false, locked_until: 20, has_password: false }, 'locked'],
  [{ disabled: false, locked_until: 10, has_password: false }, 'noPassword'],
  [{ disabled: false, locked_until: null, has_password: true }, 'active'],
])('%j stands as %s at 10', (part, standing) => {
  expect(standingOf(part, 10)).toBe(standing);
});
