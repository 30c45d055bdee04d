import { expect, it } from 'vitest';
import type { AssistTicket } from '../../ipc/bindings';
import { filledIn } from './ticket-fields';

const suggested: AssistTicket = { subject: '锅起泡', kind: 't1', department: null, priority: 'high', fields: { order: 'DD1' } };

it('stands in for what nobody wrote', () => {
  expect(filledIn({}, suggested, '')).toEqual({ kind: 't1', subject: '锅起泡', priority: 'high', typed: { order: 'DD1' }, hinted: true });
});

it('gives way to every word of the clerk, also to an emptied box', () => {
  expect(filledIn({ subject: '', priority: 'low', typed: { order: '' } }, suggested, '会话主题')).toEqual({ kind: 't1', subject: '', priority: 'low', typed: { order: '' }, hinted: true });
});

it('takes its fields along when another type is chosen', () => {
  expect(filledIn({ kind: 't2' }, suggested, '')).toEqual({ kind: 't2', subject: '', priority: null, typed: {}, hinted: false });
  expect(filledIn({ kind: null }, suggested, '会话主题')).toEqual({ kind: null, subject: '会话主题', priority: null, typed: {}, hinted: false });
});

it('suggests nothing without a type', () => {
  expect(filledIn({}, { ...suggested, kind: null }, '')).toEqual({ kind: null, subject: '', priority: null, typed: {}, hinted: false });
  expect(filledIn({}, null, '')).toEqual({ kind: null, subject: '', priority: null, typed: {}, hinted: false });
});
