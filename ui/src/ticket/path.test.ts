import { expect, test } from 'vitest';
import { states } from './names';
import { pathOf } from './path';

const marks = { done: '✓', now: '●', ahead: '○' };
const drawn = (state: (typeof states)[number]) => pathOf(state).map((step) => `${marks[step.at]}${step.state}`).join(' ');

test('the path shows what is behind, where it is and what may come', () => {
  expect(states.map(drawn)).toMatchInlineSnapshot(`
    [
      "●new ○open ○waiting_other ○waiting_customer ○resolved",
      "✓new ●open ○waiting_other ○waiting_customer ○resolved",
      "✓new ✓open ○waiting_other ●waiting_customer ○resolved",
      "✓new ✓open ●waiting_other ○waiting_customer ○resolved",
      "✓new ✓open ●resolved ○closed",
      "✓new ✓open ✓resolved ●closed",
    ]
  `);
});
