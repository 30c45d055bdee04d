import { fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, test } from 'vitest';
import { Avatar, groundOf } from './avatar';
import { Confirm } from './confirm';
import { useKeyboard } from './keys';
import { dismiss, NoticeHost, notify } from './notices';
import { masked, MaskedPhone } from './phone';
import { VirtualList } from './virtual-list';
import { setLang } from './i18n';

setLang('zh');

describe('a list', () => {
  const items = Array.from({ length: 500 }, (_, i) => `row ${i}`);

  function Rows({ onOpen }: { onOpen: (item: string) => void }) {
    const [at, setAt] = useState<string>('row 0');
    useKeyboard();
    return <VirtualList label="rows" items={items} idOf={(item) => item} rowHeight={84} current={at} onMove={setAt} onOpen={onOpen} letters>{(item) => item}</VirtualList>;
  }

  test('moves by arrows and letters, opens by Enter, draws only what is near', () => {
    const opened: string[] = [];
    render(<Rows onOpen={(item) => opened.push(item)} />);
    const list = screen.getByRole('listbox', { name: 'rows' });
    fireEvent.keyDown(list, { key: 'ArrowDown' });
    fireEvent.keyDown(document.body, { key: 'j' });
    fireEvent.keyDown(document.body, { key: 'k' });
    fireEvent.keyDown(list, { key: 'Enter' });
    const options = within(list).getAllByRole('option');
    expect([opened, options.find((option) => option.ariaSelected === 'true')?.textContent]).toEqual([['row 1'], 'row 1']);
    expect(options.length).toBeLessThan(60);
    expect(options[0]?.getAttribute('aria-setsize')).toBe('500');
  });
});

describe('a phone number', () => {
  test.each([['13700006208', '137****6208'], ['137 0000 6208', '137****6208'], ['137****6208', '137****6208'], ['10086', '10086']])('%s shows as %s', (full, shown) => {
    expect(masked(full)).toBe(shown);
  });

  test('is shown in full only when asked, and stays masked when refused', async () => {
    const { rerender } = render(<MaskedPhone value="137****6208" reveal={() => Promise.resolve(undefined)} />);
    await userEvent.click(screen.getByRole('button'));
    expect(screen.getByText(/6208/).textContent).toContain('137****6208');
    rerender(<MaskedPhone value="137****6208" reveal={() => Promise.resolve('13700006208')} />);
    await userEvent.click(screen.getByRole('button'));
    expect((await screen.findByText(/13700006208/)).textContent).toContain('13700006208');
  });
});

describe('a notice', () => {
  test('for the same trouble is shown once, with its newest words', () => {
    notify({ key: 'ticket.list:busy', kind: 'failure', text: 'first' });
    notify({ key: 'ticket.list:busy', kind: 'failure', text: 'second' });
    render(<NoticeHost />);
    expect(screen.getAllByRole('alert').map((line) => line.textContent)).toEqual(['second']);
    fireEvent.click(screen.getByRole('button'));
    expect(screen.queryByRole('alert')).toBeNull();
    dismiss('never there');
  });
});

test('destroying needs the phrase copied by hand', async () => {
  let done = 0;
  render(<Confirm open title="删" action="删掉这篇" phrase="HZ07" onDo={() => (done += 1)} onClose={() => undefined}>正文</Confirm>);
  const button = () => screen.getByRole('button', { name: '删掉这篇' });
  await userEvent.type(screen.getByRole('textbox'), 'HZ0');
  await userEvent.click(button());
  expect(done).toBe(0);
  await userEvent.type(screen.getByRole('textbox'), '7');
  await userEvent.click(button());
  expect(done).toBe(1);
});

test('a person has one ground everywhere, and a name for those who listen', () => {
  expect([groundOf('周敏'), groundOf('周敏')]).toEqual([groundOf('周敏'), groundOf('周敏')]);
  render(<Avatar name="周敏" channel="wechat_kf" named />);
  expect(screen.getByRole('img', { name: '周敏' }).textContent).toContain('周');
});
