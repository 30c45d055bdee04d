import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromDocument, toDocument } from './document';

const staff = [{ id: 's1', name: '林晓' }, { id: 's2', name: '林晓雯' }, { id: 's3', name: 'Li' }];

it('finds colleagues again in a saved draft, the longer name first', () => {
  expect(fromDocument(toDocument('@林晓雯 看下批次，\n抄送 @Li 和 @林晓雯', staff))).toEqual({ text: '@林晓雯 看下批次，\n抄送 @Li 和 @林晓雯', mentions: ['s2', 's3'] });
});

it('leaves an @ that means nobody as text', () => {
  expect(fromDocument(toDocument('@没这人 a@b.com', staff))).toEqual({ text: '@没这人 a@b.com', mentions: [] });
});

it('keeps every text as it was, lines and all', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('@', '林晓雯', 'Li', ' ', '\n', '好', '{{x}}', '/') }), (text) => {
      expect(fromDocument(toDocument(text, staff)).text).toBe(text);
    }),
  );
});
