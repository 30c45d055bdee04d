import { expect, test } from 'vitest';
import type { Macro } from '../ipc/bindings';
import { fitting } from './fitting';

const macro = (name: string, applies: string, archived = false): Macro => ({ id: name, name, steps: [], shop: null, archived, owner: null, applies });
const all = [macro('换新并通知', 'ticket'), macro('结束会话', 'conversation'), macro('退款加急', 'ticket, conversation'), macro('旧的换新', 'ticket', true)];
const names = (noun: string, query = '') => fitting(all, noun, query).map((each) => each.name);

test('a macro is offered where it applies and while it is in use', () => {
  expect([names('ticket'), names('conversation')]).toEqual([['换新并通知', '退款加急'], ['结束会话', '退款加急']]);
});

test('a few letters of its name find it', () => {
  expect([names('ticket', '加急'), names('ticket', 'x')]).toEqual([['退款加急'], []]);
});
