import { configure, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { setLang } from '../kit/i18n';
import { testDesk } from '../test/desk';
import { RatingSheet } from './rating-sheet';
import { Stars } from './stars';

setLang('zh');
configure({ asyncUtilTimeout: 8000 });
vi.setConfig({ testTimeout: 30_000 });
afterEach(() => vi.unstubAllGlobals());

test('a rating needs its stars and keeps the customer’s words', async () => {
  const desk = testDesk({ 'rating.give': () => ({ id: 'r' }) });
  desk.show(<RatingSheet noun="ticket" about="t1" onClose={() => undefined} />);
  const keep = screen.getByRole('button', { name: /^记\s?下$/ });
  expect(keep).toHaveProperty('disabled', true);
  fireEvent.click(screen.getByRole('radio', { name: '4 星' }));
  expect(screen.getByText('满意')).toBeTruthy();
  fireEvent.change(screen.getByRole('textbox', { name: '顾客的原话' }), { target: { value: ' 快，就是排队久 ' } });
  fireEvent.click(keep);
  await waitFor(() => expect(desk.inputs('rating.give')).toEqual([{ noun: 'ticket', about: 't1', score: 4, comment: '快，就是排队久' }]));
});

test('stars are said in words', () => {
  testDesk({}).show(<Stars score={3} />);
  expect(screen.getByRole('img', { name: '3 星' })).toBeTruthy();
});
