import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Input } from 'antd';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { useDraftOf } from './draft-of';
import { EditSheet } from './edit-sheet';
import { Field } from './form';
import { setLang } from './i18n';
import { Reorder } from './reorder';

setLang('zh');

function Sheet({ onSave, onClose }: { onSave: () => void; onClose: () => void }) {
  const form = useDraftOf({ name: '滨江店' });
  return (
    <EditSheet title="改门店" dirty={form.dirty} busy={false} missing={form.value.name ? undefined : '先起个名字'} onSave={onSave} onClose={onClose}>
      <Field label="店名">{(control) => <Input {...control} value={form.value.name} onChange={(event) => form.set({ name: event.target.value })} />}</Field>
    </EditSheet>
  );
}

test('a sheet with changes asks before it closes, one without closes at once', async () => {
  const onClose = vi.fn();
  render(<Sheet onSave={vi.fn()} onClose={onClose} />);
  await userEvent.type(screen.getByLabelText('店名'), '二');
  await userEvent.click(screen.getByRole('button', { name: '先不了' }));
  expect(onClose).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: '接着改' }));
  await userEvent.type(screen.getByLabelText('店名'), '{Backspace}');
  await userEvent.click(screen.getByRole('button', { name: '先不了' }));
  expect(onClose).toHaveBeenCalledOnce();
});

test('Enter in a field saves; what is missing is said and stops it', async () => {
  const onSave = vi.fn();
  render(<Sheet onSave={onSave} onClose={vi.fn()} />);
  await userEvent.type(screen.getByLabelText('店名'), '{Enter}');
  expect(onSave).toHaveBeenCalledOnce();
  await userEvent.clear(screen.getByLabelText('店名'));
  await userEvent.type(screen.getByLabelText('店名'), '{Enter}');
  expect(onSave).toHaveBeenCalledOnce();
  expect(screen.getByText('先起个名字')).toBeTruthy();
});

function Lines() {
  const [lines, setLines] = useState(['查涂层', '拍照', '登记']);
  return <Reorder label="清单" items={lines} keyOf={String} nameOf={String} onChange={setLines}>{(line, _, handle) => <span>{handle}{line}</span>}</Reorder>;
}

test('arrow keys on a handle move its row, and the focus goes along', async () => {
  render(<Lines />);
  screen.getByRole('button', { name: /^登记，/ }).focus();
  await userEvent.keyboard('{ArrowUp}{ArrowUp}');
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['登记', '查涂层', '拍照']);
  expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^登记，第 1 项/);
});
