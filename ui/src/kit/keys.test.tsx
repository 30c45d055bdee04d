import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { groupKeys } from './key-sheet';
import { capsOf } from './key-cap';
import { allKeys, singleKeys, spell, useKeyboard, useKeys, type Key } from './keys';

const scope = { id: 'test', title: 'Test' };
const pressed: string[] = [];
const act = (key: string, more: Partial<Key> = {}): Key => ({ key, label: key, run: () => pressed.push(key), ...more });

function Screen({ keys, dialog }: { keys: Key[]; dialog?: 'shown' | 'hidden' }) {
  useKeys(scope, keys);
  useKeyboard();
  return (
    <>
      <input aria-label="words" />
      <input type="checkbox" aria-label="tick" />
      {dialog && <div style={dialog === 'hidden' ? { display: 'none' } : {}}><div role="dialog" aria-modal="true" /></div>}
    </>
  );
}

const stroke = (key: string, init: KeyboardEventInit = {}, target: Element = document.body) => fireEvent.keyDown(target, { key, ...init });

beforeEach(() => {
  pressed.length = 0;
  singleKeys.set(true);
});

describe('a single letter', () => {
  test('acts on the page and rests while typing', () => {
    render(<Screen keys={[act('j')]} />);
    stroke('j');
    stroke('j', {}, screen.getByLabelText('words'));
    stroke('j', {}, screen.getByLabelText('tick'));
    expect(pressed).toEqual(['j', 'j']);
  });

  test('rests under an open dialog, not under a closed one that stayed in the page', () => {
    render(<Screen keys={[act('j'), act('mod+k'), act('escape', { overDialog: true })]} dialog="shown" />);
    stroke('j');
    stroke('k', { ctrlKey: true });
    stroke('Escape');
    expect(pressed).toEqual(['escape']);
    cleanup();
    render(<Screen keys={[act('j')]} dialog="hidden" />);
    stroke('j');
    expect(pressed).toEqual(['escape', 'j']);
  });

  test('can be switched off, chords cannot', () => {
    singleKeys.set(false);
    render(<Screen keys={[act('j'), act('mod+k')]} />);
    stroke('j');
    stroke('k', { ctrlKey: true });
    expect(pressed).toEqual(['mod+k']);
  });

  test('is not taken from an input method that is composing', () => {
    render(<Screen keys={[act('j')]} />);
    stroke('j', { isComposing: true });
    expect(pressed).toEqual([]);
  });
});

describe('two strokes', () => {
  test('g i goes, g alone does nothing, and the first must be followed at once', () => {
    render(<Screen keys={[act('g i'), act('i')]} />);
    stroke('g');
    stroke('i');
    stroke('i');
    expect(pressed).toEqual(['g i', 'i']);
  });
});

describe('the registry', () => {
  test('lets the last mounted act, and forgets what is gone', () => {
    const { rerender } = render(<><Screen keys={[act('x', { label: 'below' })]} /><Screen keys={[{ ...act('x'), run: () => pressed.push('above') }]} /></>);
    stroke('x');
    rerender(<Screen keys={[]} />);
    stroke('x');
    expect(pressed).toEqual(['above']);
    expect(allKeys().flatMap((entry) => entry.keys)).toEqual([]);
  });

  test('runs the newest closure without registering again', () => {
    const before = allKeys;
    const { rerender } = render(<Screen keys={[{ key: 'x', label: 'x', run: () => pressed.push('old') }]} />);
    const registered = before();
    rerender(<Screen keys={[{ key: 'x', label: 'x', run: () => pressed.push('new') }]} />);
    stroke('x');
    expect([pressed, allKeys() === registered]).toEqual([['new'], true]);
  });

  test('skips what is disabled', () => {
    render(<Screen keys={[act('x', { disabled: true })]} />);
    stroke('x');
    expect(pressed).toEqual([]);
  });
});

test.each([
  [{ key: 'K', ctrlKey: true, shiftKey: true }, 'mod+shift+k'],
  [{ key: '?', shiftKey: true }, '?'],
  [{ key: 'X', shiftKey: true }, 'shift+x'],
  [{ key: 'Enter', altKey: true }, 'alt+enter'],
  [{ key: ' ' }, 'space'],
])('%o is spelled %s', (event, spelled) => {
  expect(spell({ ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...event }, false)).toBe(spelled);
});

test('keys are drawn as on a keyboard', () => {
  expect([capsOf('mod+shift+k'), capsOf('g i'), capsOf('alt+enter')]).toEqual([['Ctrl', '⇧', 'K'], ['G', 'I'], ['Alt', '↵']]);
});

test('the sheet lists each key of a scope once, in the order of scopes, without palette-only commands', () => {
  const groups = groupKeys([
    { scope: { id: 'b', title: 'B', order: 3 }, keys: [act('x', { label: 'first' })] },
    { scope: { id: 'a', title: 'A', order: 0 }, keys: [act('?'), act('')] },
    { scope: { id: 'b', title: 'B', order: 3 }, keys: [act('x', { label: 'second' })] },
  ]);
  expect(groups.map(({ scope: { id }, keys }) => [id, ...keys.map((key) => key.label)])).toEqual([['a', '?'], ['b', 'second']]);
});
