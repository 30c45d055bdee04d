import { expect, it } from 'vitest';
import { gapsIn, gapSpans } from './gaps';

it('names each gap once, in order', () => {
  expect(gapsIn('{{customer.name}}，{{ ticket.number }} 已到「{{ticket.state|处理中}}」，{{customer.name}}')).toEqual(['customer.name', 'ticket.number', 'ticket.state']);
});

it('leaves single braces and half gaps alone', () => {
  expect(gapsIn('{customer.name} {{ }} {{customer.name}')).toEqual([]);
});

it('says where each gap stands', () => {
  const text = '您好 {{customer.name}}。';
  expect(gapSpans(text).map(([from, to]) => text.slice(from, to))).toEqual(['{{customer.name}}']);
});
