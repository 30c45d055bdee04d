import { expect, test } from 'vitest';
import { asInput, blankHand, forgetHand, keepHand, keptHand, lackIn, presetsAt } from './hand-draft';

const now = new Date(2026, 10, 22, 10, 14).getTime();
const full = { ...blankHand, department: 'supply', ask: '确认批次是否停售' };

test('a hand-over says what is missing, one thing at a time', () => {
  expect([
    lackIn(blankHand, now, 3), lackIn({ ...full, ask: ' ' }, now, 3), lackIn({ ...full, tell: '转给总部了' }, now, 0), lackIn({ ...full, due: now }, now, 3), lackIn({ ...full, due: now + 1 }, now, 3),
  ]).toEqual(['handNeedDepartment', 'handNeedAsk', 'handNoBudget', 'handNeedFuture', undefined]);
});

test('a spent budget holds nothing back when the customer is told nothing', () => {
  expect(lackIn(full, now, 0)).toBeUndefined();
});

test('it is sent without the spaces around, and not at all without a department', () => {
  expect(asInput('t1', { ...full, ask: ' 查 ' })).toEqual({ id: 't1', department: 'supply', staff: null, ask: '查', tell_customer: '', due: null });
  expect(asInput('t1', blankHand)).toBeUndefined();
});

test('only moments that lie ahead are offered', () => {
  const said = (at: number) => presetsAt(at).map((preset) => `${preset.word} ${new Date(preset.at).getHours()}`);
  expect(said(now)).toEqual(['handToday 12', 'handToday 18', 'handTomorrow 12']);
  expect(said(new Date(2026, 10, 22, 19).getTime())).toEqual(['handTomorrow 12']);
});

test('folding it keeps what was written for that ticket', () => {
  keepHand('t1', full);
  expect([keptHand('t1').ask, keptHand('t2').ask]).toEqual(['确认批次是否停售', '']);
  forgetHand('t1');
  expect(keptHand('t1')).toEqual(blankHand);
});
