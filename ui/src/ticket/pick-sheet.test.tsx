import { fireEvent, render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { setLang } from '../kit/i18n';
import { matching, PickSheet, type Option } from './pick-sheet';

setLang('zh');
const options: Option[] = [
  { id: 'lin', label: '林晓雯', also: 'linxiaowen' },
  { id: 'wang', label: '王磊', also: 'wanglei', why: '今天没上班' },
  { id: 'zhao', label: '赵倩', also: 'zhaoqian', on: true },
];

function show() {
  const picked: string[] = [];
  render(<PickSheet title="分给谁" options={options} onPick={(id) => picked.push(id)} onClose={() => undefined} />);
  return { picked, box: screen.getByRole('combobox', { name: '分给谁' }) };
}

test('a few letters of a name or of its other spelling find it', () => {
  expect([matching(options, '赵').map((each) => each.id), matching(options, 'wl').map((each) => each.id), matching(options, '').length]).toEqual([['zhao'], ['wang'], 3]);
});

test('arrows go round the list and Enter takes the one they are on', () => {
  const { picked, box } = show();
  fireEvent.keyDown(box, { key: 'ArrowUp' });
  fireEvent.keyDown(box, { key: 'Enter' });
  fireEvent.keyDown(box, { key: 'ArrowDown' });
  fireEvent.keyDown(box, { key: 'Enter' });
  expect(picked).toEqual(['zhao', 'lin']);
});

test('what is not possible stays in the list, says why, and is not taken', () => {
  const { picked, box } = show();
  fireEvent.change(box, { target: { value: '王' } });
  expect(screen.getByRole('option', { name: /王磊/ }).textContent).toContain('今天没上班');
  fireEvent.keyDown(box, { key: 'Enter' });
  fireEvent.click(screen.getByRole('option', { name: /王磊/ }));
  expect(picked).toEqual([]);
});

test('Enter that ends a word of an input method takes nothing', () => {
  const { picked, box } = show();
  fireEvent.keyDown(box, { key: 'Enter', isComposing: true });
  expect(picked).toEqual([]);
});
