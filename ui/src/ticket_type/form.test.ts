import { expect, test } from 'vitest';
import type { FieldForm, FieldSchema, TicketType } from '../ipc/bindings';
import { changedIn, filledIn, missingIn, moneyShown, shown } from './form';

const field = (key: string, form: FieldForm, required = false): FieldSchema => ({ key, label: key, form, required, choices: [], hint: '' });
const exchange: TicketType = {
  id: 't1', name: '换货', fields: [field('product', 'product', true), field('batch', 'text', true), field('price', 'money')],
  checklist: [], department: null, priority: null, sla: null, archived: false, position: 0,
};
const say = { yes: '是', no: '否' };

test('a required field is missing while it is empty or blank', () => {
  expect(missingIn(exchange, { product: 'AF-520', batch: '  ' }).map((each) => each.key)).toEqual(['batch']);
  expect(missingIn(null, {})).toEqual([]);
});

test('a field that was emptied is sent as an empty text, one that stayed is not sent', () => {
  expect(changedIn({ product: 'AF-520', price: '399.00' }, { product: 'AF-520', price: '', batch: '2410-B' })).toEqual({ price: '', batch: '2410-B' });
});

test('values of another type are left behind', () => {
  expect(filledIn(exchange, { product: 'AF-520', colour: '米白', batch: ' ' })).toEqual({ product: 'AF-520' });
});

test.each([['399', '¥399'], ['1234.50', '¥1,234.50'], ['0', '¥0'], ['about 5', 'about 5'], ['', '']])('the amount %s shows as %s', (value, said) => {
  expect(moneyShown(value)).toBe(said);
});

test('a flag is said in words, an empty field is nothing at all', () => {
  expect([shown('flag', 'true', say), shown('flag', 'false', say), shown('flag', '', say), shown('text', undefined, say)]).toEqual(['是', '否', undefined, undefined]);
});
