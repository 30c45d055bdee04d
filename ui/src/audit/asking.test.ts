import { expect, test } from 'vitest';
import { ask, everything, isNarrowed } from './asking';

test('a day asked for is the whole of it, from its first moment to the next day’s', () => {
  const noon = new Date(2026, 2, 29, 12, 30).getTime();
  const { after, before } = ask({ ...everything, from: noon, to: noon });
  expect([new Date(after ?? 0), new Date(before ?? 0)]).toEqual([new Date(2026, 2, 29), new Date(2026, 2, 30)]);
});

test('nothing chosen asks for everything', () => {
  expect([ask(everything), isNarrowed(everything), isNarrowed({ ...everything, action: 'export' })]).toEqual([{ staff: null, action: null, after: null, before: null }, false, true]);
});
