import { expect, it } from 'vitest';
import { firstReply, usedUp } from './promise-line';

it('tells whether the first reply came in time', () => {
  expect([
    firstReply({ first_due: null, first_replied_at: 5 }),
    firstReply({ first_due: 10, first_replied_at: null }),
    firstReply({ first_due: 10, first_replied_at: 10 }),
    firstReply({ first_due: 10, first_replied_at: 11 }),
  ]).toEqual(['none', 'running', 'met', 'missed']);
});

it('fills from the customer’s first waiting word to the promise, and never over', () => {
  expect([usedUp(0, 100, 0), usedUp(0, 100, 42), usedUp(0, 100, 100), usedUp(0, 100, 300), usedUp(undefined, 100, 50), usedUp(50, 100, 20)]).toEqual([0, 0.42, 1, 1, 0, 0]);
});
