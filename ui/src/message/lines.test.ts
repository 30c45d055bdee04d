import { describe, expect, it } from 'vitest';
import { whenFull } from '../kit/time';
import { heldOf, inOrder, toLines, voiceOf, waitingSince } from './lines';
import { base, said } from './sample';

const at = (text: string) => new Date(`2026-11-${text}`).getTime();
const lin = { id: 's1', name: '林晓雯', account: 'lin' };

function drawn(views: Parameters<typeof toLines>[0]): string[] {
  return toLines(views).map((line) => (line.kind === 'time' ? `-- ${whenFull(line.at)}` : `${line.opens ? '' : '  '}${line.voice}: ${line.view.message.text}`));
}

describe('a thread as lines', () => {
  it('names the time where a day begins and where a silence of two hours ends', () => {
    const views = [
      said('起泡了', { at: at('22T20:41:00') }),
      said('照片', { at: at('22T20:41:30') }),
      said('您想换新还是退货', { at: at('22T20:50:00'), author_kind: 'staff' }, lin),
      said('换新', { at: at('23T09:00:00') }),
      said('在吗', { at: at('23T10:59:59') }),
      said('？', { at: at('23T12:59:59') }),
    ];
    expect(drawn(views)).toMatchInlineSnapshot(`
      [
        "-- 2026-11-22 20:41",
        "customer: 起泡了",
        "  customer: 照片",
        "staff: 您想换新还是退货",
        "-- 2026-11-23 09:00",
        "customer: 换新",
        "customer: 在吗",
        "-- 2026-11-23 12:59",
        "customer: ？",
      ]
    `);
  });

  it('names the author again when a colleague answers in the same minute', () => {
    const wang = { id: 's2', name: '王磊', account: 'wang' };
    const views = [said('在的', { at: 1000, author_kind: 'staff' }, lin), said('我来', { at: 2000, author_kind: 'staff' }, wang)];
    expect(drawn(views).slice(1)).toEqual(['staff: 在的', 'staff: 我来']);
  });

  it('keeps a note apart from what the customer reads, whoever wrote it', () => {
    expect(voiceOf({ ...base, author_kind: 'staff', audience: 'colleagues' })).toBe('note');
    expect(voiceOf({ ...base, author_kind: 'system', audience: 'colleagues' })).toBe('note');
    expect(voiceOf({ ...base, author_kind: 'system' })).toBe('event');
    expect(voiceOf({ ...base, author_kind: 'staff', recalled: true })).toBe('event');
  });
});

describe('pages of a thread', () => {
  it('come out oldest first and without a message twice, though pages overlap', () => {
    const [a, b, c] = [said('一', { at: 1 }), said('二', { at: 2 }), said('三', { at: 3 })];
    expect(inOrder([{ messages: [b, c], more: true }, { messages: [a, b], more: false }]).map((view) => view.message.text)).toEqual(['一', '二', '三']);
  });
});

describe('what can still be taken back', () => {
  const views = [said('早的', { delivery: 'held', author: 's1', at: 1 }, lin, 9000), said('新的', { delivery: 'held', author: 's1', at: 2 }, lin, 10_000)];

  it('is my newest held message while its time runs', () => {
    expect(heldOf(views, 's1', 9500)?.message.text).toBe('新的');
    expect(heldOf(views, 's1', 10_000)).toBeUndefined();
  });

  it('is never a colleague’s', () => {
    expect(heldOf(views, 's2', 0)).toBeUndefined();
  });
});

describe('since when the customer waits', () => {
  const ours = said('好的', { at: 20, author_kind: 'staff' }, lin);
  it('is the first of their words after ours', () => {
    expect(waitingSince([said('一', { at: 10 }), ours, said('二', { at: 30 }), said('三', { at: 40 })])).toBe(30);
  });
  it('is the very first when nobody answered, though a colleague left a note', () => {
    expect(waitingSince([said('一', { at: 10 }), said('记一下', { at: 15, audience: 'colleagues', author_kind: 'staff' }, lin)])).toBe(10);
  });
  it('is nothing when the last word was ours', () => {
    expect(waitingSince([said('一', { at: 10 }), ours])).toBeUndefined();
  });
});
