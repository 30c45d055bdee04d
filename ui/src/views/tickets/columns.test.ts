import { expect, test } from 'vitest';
import { columnKeys, nextSort, sortsBy } from './columns';
import { parseColumns, parseDensity } from './columns-chosen';

test('chosen columns come back in their own order, always with the subject, without what is not known', () => {
  expect(parseColumns('updated,number,colour')).toEqual(['number', 'subject', 'updated']);
});

test('nothing chosen, or nothing that is known, is no choice', () => {
  expect([parseColumns(undefined), parseColumns(''), parseColumns('colour'), parseColumns('subject')]).toEqual([undefined, undefined, undefined, undefined]);
});

test('the head of a column goes round its orders', () => {
  expect([nextSort('opened', 'updated'), nextSort('opened', 'newest'), nextSort('opened', 'oldest'), nextSort('kind', 'newest')]).toEqual(['newest', 'oldest', 'newest', undefined]);
  expect(columnKeys.filter((key) => sortsBy(key, 'urgent'))).toEqual(['promise']);
});

test('a row height that is not known is the middle one', () => {
  expect([parseDensity('compact'), parseDensity('tiny'), parseDensity(undefined)]).toEqual(['compact', 'medium', 'medium']);
});
