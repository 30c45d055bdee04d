import { expect, test } from 'vitest';
import { callNeeds, type Permission } from '../../ipc/bindings';
import { offered, sectionNamed, sections } from './sections';

const mayWith = (held: readonly Permission[]) => (call: keyof typeof callNeeds) => {
  const need = callNeeds[call];
  return need === 'nobody' || need === 'session' || need === 'signed_in' || held.includes(need);
};
const names = (held: readonly Permission[]) => offered(mayWith(held)).flatMap((each) => each.sections.map((section) => section.name));

test('a clerk sees their own things, words and the device, nothing of the company', () => {
  expect(names(['conversation.work', 'ticket.work', 'customer.read', 'knowledge.read'])).toEqual(['mine', 'canned', 'macros', 'views', 'models', 'sync', 'data']);
});

test('an auditor sees the trail, and an administrator without that right does not', () => {
  expect(names(['audit.read'])).toContain('audit');
  expect(names(['settings.shops', 'settings.staff', 'settings.tickets', 'knowledge.edit'])).toEqual(sections.map((section) => section.name).filter((name) => name !== 'audit'));
});

test('an address names a part or nothing', () => {
  expect([sectionNamed('roles')?.name, sectionNamed('nowhere'), sectionNamed(undefined)]).toEqual(['roles', undefined, undefined]);
});
