import { expect, test } from 'vitest';
import type { MacroStep } from '../ipc/bindings';
import { appliesTo, isComplete, isKind, kinds, misplaced, newStep } from './steps';

test('what a new step still lacks keeps a macro from being saved', () => {
  const incomplete = kinds.filter((kind) => !isComplete(newStep(kind), []));
  expect(incomplete).toEqual(['reply', 'note', 'department', 'add_tag', 'remove_tag', 'field']);
});

test.each<[MacroStep, boolean]>([
  [{ do: 'reply', text: '{{customer.name}}您好' }, true],
  [{ do: 'reply', text: '{{customer.nmae}}您好' }, false],
  [{ do: 'add_tag', tag: '  ' }, false],
  [{ do: 'snooze', minutes: 0 }, false],
])('%j complete: %s', (step, complete) => {
  expect(isComplete(step, ['customer.name'])).toBe(complete);
});

test('a step is marked where it may have nothing to act on', () => {
  expect([misplaced(newStep('state'), ['conversation']), misplaced(newStep('reply'), ['ticket']), misplaced(newStep('add_tag'), ['ticket', 'conversation'])]).toEqual(['ticketOnly', 'conversationOnly', undefined]);
});

test('only known places and kinds are read', () => {
  expect(appliesTo('ticket, conversation,customer')).toEqual(['ticket', 'conversation']);
  expect([isKind('reply'), isKind('delete_everything')]).toEqual([true, false]);
});
