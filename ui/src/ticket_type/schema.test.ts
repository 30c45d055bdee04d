import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FieldSchema } from '../ipc/bindings';
import { forms, freshKey, schemaOf, troubleIn } from './schema';

const field = (key: string, part: Partial<FieldSchema> = {}): FieldSchema => ({ key, label: key, form: 'text', required: false, choices: [], hint: '', ...part });

test.each([
  ['Order no.', [], 'order_no'],
  ['Order no.', ['order_no'], 'order_no_2'],
  ['故障现象', ['field_1'], 'field_2'],
  ['  ', [], 'field_1'],
])('%s beside %j gets the key %s', (label, taken, key) => {
  expect(freshKey(label, taken)).toBe(key);
});

test('a fresh key is always new and of the shape the desk takes', () => {
  fc.assert(fc.property(fc.string(), fc.array(fc.constantFrom('field_1', 'field_2', 'a', 'a_2', 'b')), (label, taken) => {
    const key = freshKey(label, taken);
    expect(taken).not.toContain(key);
    expect(key).toMatch(/^[a-z0-9_]{1,40}$/);
  }));
});

test.each<[FieldSchema[], ReturnType<typeof troubleIn>]>([
  [[field('product'), field('batch')], undefined],
  [[field('product'), field('batch', { label: ' ' })], { word: 'needLabel', n: 2 }],
  [[field('Batch')], { word: 'needKey', label: 'Batch' }],
  [[field('a', { label: '批次' }), field('b', { label: '批次' })], { word: 'twice', label: '批次' }],
  [[field('colour', { form: 'choice', choices: [' '] })], { word: 'needChoices', label: 'colour' }],
])('%j: %j', (fields, trouble) => {
  expect(troubleIn(fields)).toEqual(trouble);
});

test('choices go with the one form that has them', () => {
  const kept = forms.filter((form) => schemaOf({ ...field('colour', { form, choices: ['红'] }), id: '1', kept: false }).choices.length > 0);
  expect(kept).toEqual(['choice']);
});
