import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { gapNames, GapText, inserted } from './gap-text';
import { setLang } from './i18n';

setLang('zh');

test.each([
  ['您好 {{customer.name}}，{{ shop.name | 本店 }}见', ['customer.name', 'shop.name']],
  ['{{date}} {{date}}', ['date']],
  ['价格 \\{{不是变量}}', []],
  ['半个 {{customer.name', []],
])('%s holds the gaps %j', (text, names) => {
  expect(gapNames(text)).toEqual(names);
});

test('what was selected gives way to the piece', () => {
  expect(inserted('您好某某，', 2, 4, '{{customer.name}}')).toBe('您好{{customer.name}}，');
});

function Box({ first }: { first: string }) {
  const [text, setText] = useState(first);
  return <GapText label="内容" value={text} gaps={[{ name: 'customer.name', label: '顾客姓名' }]} onChange={setText} />;
}

test('a gap is chosen from the list and lands at the caret', async () => {
  render(<Box first="您好，" />);
  const box = screen.getByRole<HTMLTextAreaElement>('textbox', { name: '内容' });
  box.setSelectionRange(2, 2);
  await userEvent.click(screen.getByRole('button', { name: '插入变量' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: '顾客姓名' }));
  expect(box.value).toBe('您好{{customer.name}}，');
});

test('a gap that is not in the list is named under the box', () => {
  render(<Box first="您好 {{customer.nmae}}" />);
  expect(screen.getByText('「customer.nmae」不在变量表里，从表里挑一个')).toBeTruthy();
});
