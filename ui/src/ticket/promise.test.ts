import { describe, expect, test } from 'vitest';
import type { Metric, PromiseState, PromiseView, TicketState } from '../ipc/bindings';
import { kitState, leading, leftAt, ringText, ringTone, shareLeft } from './promise';

const HOUR = 3_600_000;
const now = 100 * HOUR;
const promise = (metric: Metric, state: PromiseState, dueIn: number, left = dueIn): PromiseView => ({ metric, state, started: now - 2 * HOUR, due: now + dueIn, left_ms: left });
const ticket = (state: TicketState, replied = false) => ({ state, first_replied_at: replied ? now - HOUR : null });
const metricOf = (promises: PromiseView[], of: ReturnType<typeof ticket>) => leading(promises, of)?.promise.metric;

describe('the promise a ticket is judged by', () => {
  test('is the one owed soonest', () => {
    expect(metricOf([promise('resolve', 'running', 5 * HOUR), promise('next_reply', 'running', HOUR)], ticket('open', true))).toBe('next_reply');
  });

  test('is not a first reply that came late: that is over', () => {
    expect(metricOf([promise('first_reply', 'late', -HOUR), promise('resolve', 'running', HOUR)], ticket('open', true))).toBe('resolve');
    expect(metricOf([promise('first_reply', 'late', -HOUR), promise('resolve', 'running', HOUR)], ticket('open'))).toBe('first_reply');
  });

  test('is the resolution once everything is over, and none without promises', () => {
    expect(metricOf([promise('first_reply', 'met', -HOUR, HOUR), promise('resolve', 'met', HOUR)], ticket('resolved', true))).toBe('resolve');
    expect(leading([], ticket('open'))).toBeUndefined();
  });
});

test('a broken promise counts up while it is owed and only says so afterwards', () => {
  const late = promise('resolve', 'late', -HOUR);
  expect([kitState(late, true), kitState(late, false), kitState(promise('resolve', 'paused', HOUR), true)]).toEqual(['running', 'missed', 'paused']);
});

test('a paused promise keeps what was left, a running one loses it', () => {
  const paused = { promise: promise('resolve', 'paused', HOUR), owed: true };
  const running = { promise: promise('resolve', 'running', HOUR), owed: true };
  expect([leftAt(paused, now + HOUR), leftAt(running, now + HOUR)]).toEqual([HOUR, 0]);
  expect([shareLeft(running, now - 5 * HOUR), shareLeft(running, now + 9 * HOUR)]).toEqual([1, 0]);
});

test('the ring warns under ten minutes or a fifth, and is red only when late', () => {
  const tone = (state: PromiseState, dueIn: number, owed = true) => ringTone({ promise: promise('resolve', state, dueIn), owed }, now);
  expect([tone('running', HOUR), tone('running', 9 * 60_000), tone('late', -1), tone('paused', HOUR), tone('met', HOUR, false), tone('late', -HOUR, false)]).toEqual(['accent', 'warn', 'danger', 'ink3', 'ok', 'danger']);
});

test.each([[252_000, '4:12'], [0, '0:00'], [-125_000, '2:05'], [19_200_000, '5:20']])('%d ms stand in the ring as %s in every language', (left, said) => {
  expect([ringText(left, 'zh'), ringText(left, 'en')]).toEqual([said, said]);
});

test('days stand in the ring in the words of the language, and fit', () => {
  const said = [90_000_000, -200 * 24 * HOUR].flatMap((left) => [ringText(left, 'zh'), ringText(left, 'en')]);
  expect(said).toEqual(['1\u00A0天', '1\u00A0d', '200\u00A0天', '200\u00A0d']);
});
