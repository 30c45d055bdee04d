import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CustomerDetail, TimelineEntry } from '../ipc/bindings';
import { ask, everyone, isNarrowed } from './asking';
import { purposesOn, standOf } from './consents';
import { lookFor } from './create-sheet';
import { preview } from './merge';
import { yuan } from './money';
import { patch } from './patch';
import { sampleCustomer } from './sample.test-data';
import { joined, nextBefore } from './use-timeline';

test('the same tags in another order are the same question', () => {
  const narrow = { ...everyone, text: ' 周 ' };
  expect(ask({ ...narrow, tags: ['母婴', '常客'] })).toEqual(ask({ ...narrow, tags: ['常客', '母婴'] }));
  expect(ask(narrow).text).toBe('周');
  expect([isNarrowed(everyone), isNarrowed({ ...everyone, text: '  ' }), isNarrowed({ ...everyone, tier: 'gold' })]).toEqual([false, false, true]);
});

test('one changed field leaves all the others as they are', () => {
  expect(patch('c1', { notes: '' })).toEqual({ id: 'c1', name: null, tier: null, birthday: null, gender: null, address: null, notes: '', home_shop: null, language: null, fields: {} });
});

test.each([[undefined, { stand: 'never' }], ['0', { stand: 'withdrawn' }], ['1763000000000', { stand: 'given', at: 1763000000000 }], ['nonsense', { stand: 'withdrawn' }]])('consent %s stands as %o', (text, stand) => {
  expect(standOf(text)).toEqual(stand);
});

test('purposes the card holds beyond ours are listed after ours, each once', () => {
  expect(purposesOn({ marketing: '0', warranty: '17', app_push: '0' })).toEqual(['service', 'marketing', 'profiling', 'recording', 'share', 'app_push', 'warranty']);
});

test.each([[328600, '¥3,286'], [1990, '¥19.90'], [0, '¥0'], [-500, '¥-5']])('%i cents read as %s', (cents, text) => {
  expect(yuan(cents)).toBe(text);
});

test.each([['13700006208', '13700006208'], ['+86 137 0000 6208', '13700006208'], ['1370000', undefined], ['0571-8888666', undefined]])('a second card is looked for by %s as %s', (typed, asked) => {
  expect(lookFor(typed)).toBe(asked);
});

describe('merging two cards', () => {
  const say = { tier: ({ card }: CustomerDetail) => card.tier ?? '', money: String, count: String };
  const left = sampleCustomer({ name: '周敏', tags: ['常客'], birthday: '1990-05-12' });
  const right = sampleCustomer({ id: 'c2', name: '周小敏', tags: ['母婴', '常客'], birthday: '1990-05-12' });

  test('keeps the words of the card that stays, joins contacts and tags, counts what is equal', () => {
    const { rows, same } = preview(left, right, 'right', say);
    expect(rows.map((row) => [row.field, row.result])).toEqual([['name', ['周小敏']], ['tags', ['母婴', '常客']]]);
    expect(same).toBe(10);
  });

  test('loses no tag and no contact, whichever card stays', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.string({ minLength: 1 })), fc.uniqueArray(fc.string({ minLength: 1 })), fc.constantFrom('left' as const, 'right' as const), (a, b, keep) => {
      const { rows } = preview(sampleCustomer({ tags: a }), sampleCustomer({ tags: b }), keep, say);
      const result = rows.find((row) => row.field === 'tags')?.result ?? a;
      expect(new Set(result)).toEqual(new Set([...a, ...b]));
      expect(result.length).toBe(new Set(result).size);
    }));
  });
});

describe('the trail', () => {
  const entry = (id: string, at: number): TimelineEntry => ({ at, noun: 'ticket', id, title: id, detail: '', channel: null, shop: null, state: 'open', number: null });

  test('goes on from the last entry of a full step and ends at a short one', () => {
    expect(nextBefore([entry('a', 30), entry('b', 20)], 2)).toBe(20);
    expect(nextBefore([entry('a', 30)], 2)).toBeUndefined();
  });

  test('shows an entry once although two steps met on it', () => {
    expect(joined([[entry('a', 30), entry('b', 20)], [entry('b', 20), entry('c', 10)]]).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
});
