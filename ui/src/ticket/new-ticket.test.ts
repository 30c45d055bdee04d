import { expect, test } from 'vitest';
import type { TicketType } from '../ipc/bindings';
import { asInput, forgetTicket, keepTicket, keptTicket, lackIn, startOf } from './new-ticket';

const repair: TicketType = {
  id: 'repair', name: '上门维修', fields: [{ key: 'model', label: '型号', form: 'product', required: true, choices: [], hint: '' }],
  checklist: [], department: 'after-sales', priority: 'high', sla: null, archived: false, position: 0,
};

test('a new ticket takes department and priority from its type unless one chose otherwise', () => {
  const start = { ...startOf({}), subject: ' 漏水 ', kind: 'repair' };
  expect(asInput(start, repair, {})).toMatchObject({ subject: '漏水', department: 'after-sales', priority: 'high' });
  expect(asInput({ ...start, department: 'shop', priority: 'low' }, repair, {})).toMatchObject({ department: 'shop', priority: 'low' });
});

test('what was typed under another type is not sent', () => {
  const start = { ...startOf({}), subject: '漏水', fields: { model: 'RO-75G', colour: '米白' } };
  expect(asInput(start, repair, {}).fields).toEqual({ model: 'RO-75G' });
  expect(asInput(start, null, {}).fields).toEqual({});
});

test('a ticket out of a conversation or under another keeps where it came from', () => {
  const origin = { conversation: 'c1', parent: 't0', channel: 'hotline' as const, customer: { id: 'k1', name: '周敏', tier: null, phone: null, member_no: null, tags: [] } };
  expect(asInput(startOf(origin), null, origin)).toMatchObject({ conversation: 'c1', parent: 't0', channel: 'hotline', customer: 'k1' });
});

test('it needs a subject, and a shop where none is worked in', () => {
  const start = startOf({});
  expect([lackIn(start, true), lackIn({ ...start, subject: '漏水' }, true), lackIn({ ...start, subject: '漏水', shop: 's' }, true), lackIn({ ...start, subject: '漏水' }, false)])
    .toEqual(['needSubject', 'needShop', undefined, undefined]);
});

test('closing the sheet keeps what was written for that conversation only', () => {
  keepTicket({ conversation: 'c1' }, { ...startOf({}), subject: '写了一半' });
  expect([keptTicket({ conversation: 'c1' })?.subject, keptTicket({})?.subject]).toEqual(['写了一半', undefined]);
  forgetTicket({ conversation: 'c1' });
  expect(keptTicket({ conversation: 'c1' })).toBeUndefined();
});
