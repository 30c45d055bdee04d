import { expect, test } from 'vitest';
import type { CheckItem, Ticket, TicketType } from '../../ipc/bindings';
import { linesOf, pointsOf } from './points';
import { aTicket } from './sample.test-data';

const line = (text: string, position: number, required = false, done = false): CheckItem => ({ text, done, required, position, done_by: null, done_at: null });
const kind: TicketType = {
  id: 'k', name: '换货', fields: [{ key: 'batch', label: '批次号', form: 'text', required: true, choices: [], hint: '' }],
  checklist: [], department: null, priority: null, sla: null, archived: false, position: 0,
};
const ticket: Ticket = { ...aTicket, checklist: { b: line('拍照', 2), a: line('核对订单', 1, true), c: line('贴标', 3, true, true) } };

test('a checklist stands in the order people gave it', () => {
  expect(linesOf(ticket.checklist).map(({ key }) => key)).toEqual(['a', 'b', 'c']);
});

test('empty required fields and open required lines block, other open lines do not', () => {
  const open_points = ['「批次号」还没登记', '「核对订单」还没做', '「拍照」还没做'];
  expect(pointsOf({ ticket, kind, open_points })).toEqual({ blocking: open_points.slice(0, 2), optional: ['「拍照」还没做'] });
  expect(pointsOf({ ticket: { ...ticket, fields: { batch: '2410-B' } }, kind, open_points: open_points.slice(1) }).blocking).toEqual(['「核对订单」还没做']);
  expect(pointsOf({ ticket: { ...ticket, checklist: {} }, kind: null, open_points: [] })).toEqual({ blocking: [], optional: [] });
});
