import { expect, test } from 'vitest';
import { callNeeds, type Permission } from '../ipc/bindings';
import { groups, names, toggled } from './groups';

const grouped: Permission[] = groups.flatMap((group) => group.permissions);

test('every permission stands in exactly one group', () => {
  expect(grouped.toSorted()).toEqual(Object.keys(names).toSorted());
});

test('whatever a call asks for can be given in a role', () => {
  const asked = new Set(Object.values(callNeeds).filter((need): need is Permission => need.includes('.')));
  expect([...asked].filter((need) => !grouped.includes(need))).toEqual([]);
});

test('ticking twice leaves a role as it was', () => {
  expect(toggled(toggled(['ticket.work'], 'ticket.merge'), 'ticket.merge')).toEqual(['ticket.work']);
});
