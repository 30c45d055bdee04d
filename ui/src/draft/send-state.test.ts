import { expect, it } from 'vitest';
import { leftOf } from './budget';
import { LONGEST, obstacleTo, type Ready } from './send-state';

const ready: Ready = { mode: 'reply', text: '好的', files: 0, filesBusy: false, filesFailed: false, left: undefined };
const why = (part: Partial<Ready>) => obstacleTo({ ...ready, ...part })?.why ?? 'may go';

it('says the one thing that stands in the way', () => {
  expect({
    words: why({}),
    nothing: why({ text: ' \n' }),
    onlyAFile: why({ text: '', files: 1 }),
    gap: why({ text: '{{ticket.number}} 好了' }),
    gapInANote: why({ text: '{{ticket.number}} 好了', mode: 'note' }),
    busy: why({ filesBusy: true }),
    failed: why({ filesFailed: true }),
    budgetSpent: why({ left: 0 }),
    budgetSpentButANote: why({ left: 0, mode: 'note' }),
    long: why({ text: '长'.repeat(LONGEST + 1) }),
  }).toMatchInlineSnapshot(`
    {
      "budgetSpent": "needCustomer",
      "budgetSpentButANote": "may go",
      "busy": "filesBusy",
      "failed": "filesFailed",
      "gap": "gapsLeft",
      "gapInANote": "may go",
      "long": "tooLong",
      "nothing": "nothing",
      "onlyAFile": "may go",
      "words": "may go",
    }
  `);
});

it('a budget whose time is over leaves nothing', () => {
  expect([leftOf({ left: 3, of: 5, until: 10 }, 9), leftOf({ left: 3, of: 5, until: 10 }, 10), leftOf({ left: -1, of: 5, until: 10 }, 9)]).toEqual([3, 0, 0]);
});
