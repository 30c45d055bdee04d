import { expect, it } from 'vitest';
import type { Models } from '../ipc/bindings';
import { abilities, isKind, kinds, lackOf, memoryOf } from './abilities';

type Row = Models['rows'][number];

const row = (kind: string, state: Row['state'] = 'ready', more: Partial<Row> = {}): Row => ({ name: kind, kind, purpose: '', licence: 'MIT', origin: '', bytes: 1, memory_mb: 100, state, problem: null, loaded: false, ...more });

it('can do what every model of is whole, whichever of a kind it is', () => {
  const rows = [row('runtime', 'missing'), row('runtime'), row('embedding'), row('speech_to_text'), row('voice_activity', 'damaged')];
  expect(abilities.map(({ name, needs }) => [name, lackOf(needs, rows)])).toEqual([['hear', ['voice_activity']], ['speak', ['text_to_speech']], ['mean', []], ['name', ['segmentation']]]);
});

it('can do nothing without the library that runs them', () => {
  expect(abilities.every(({ needs }) => lackOf(needs, [row('embedding')]).includes('runtime'))).toBe(true);
});

it('counts the memory of what is loaded', () => {
  expect(memoryOf([row('embedding', 'ready', { loaded: true }), row('segmentation')])).toBe(100);
});

it('knows a name for every kind that an ability needs', () => {
  expect(abilities.flatMap(({ needs }) => needs).every((kind) => isKind(kind) && kinds[kind])).toBe(true);
  expect(isKind('weather')).toBe(false);
});
