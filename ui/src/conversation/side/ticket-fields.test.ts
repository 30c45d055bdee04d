import { expect, it } from 'vitest';
import type { FieldForm, FieldSchema } from '../../ipc/bindings';
import { filled, firstTrouble, troubleIn } from './ticket-fields';

const field = (form: FieldForm, key: string = form): FieldSchema => ({ key, label: key, form, required: false, choices: [], hint: '' });

it('takes figures and phone numbers as people type them', () => {
  const fields = [field('money'), field('number'), field('phone'), field('text'), field('date')];
  const typed = { money: '￥1，299.5', number: '３', phone: '137 0000-6208', text: ' 机身 底部 ', date: '' };
  expect(filled(fields, typed)).toEqual({ money: '1299.5', number: '3', phone: '13700006208', text: '机身 底部' });
});

it('says what is wrong before the desk is asked, and leaves empty ones alone', () => {
  expect([troubleIn(field('number'), '三'), troubleIn(field('money'), '12.345'), troubleIn(field('phone'), '12'), troubleIn(field('number'), ''), troubleIn(field('text'), '三')]).toEqual(['badNumber', 'badNumber', 'badPhone', undefined, undefined]);
  expect(firstTrouble([field('text', 'a'), field('number', 'b'), field('phone', 'c')], { b: 'x', c: 'y' })?.field.key).toBe('b');
});
