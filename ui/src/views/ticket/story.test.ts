import { describe, expect, test } from 'vitest';
import type { Carried, Message, StoryEntry } from '../../ipc/bindings';
import { anEntry, opened } from './sample.test-data';
import { filesOf, linesOfStory, sentence, sinceIn } from './story';

const HOUR = 3_600_000;
const at = (hours: number, part: Partial<StoryEntry> = {}): StoryEntry => ({ ...anEntry, at: opened + hours * HOUR, ...part });
const drawn = (entries: StoryEntry[], newestFirst = false) => {
  const { past, ahead } = linesOfStory({ entries }, newestFirst);
  return [past.map((line) => (line.kind === 'day' ? '—' : line.entry.text)).join(' '), ahead.map((entry) => entry.text).join(' ')];
};

describe('a story', () => {
  const entries = [at(26, { text: 'c' }), at(0, { text: 'a' }), at(1, { text: 'b' }), at(3, { text: 'p', actor: 'promise', what: 'promise' })];

  test('is told in order with a line where a day begins, promises apart', () => {
    expect(drawn(entries)).toEqual(['— a b — c', 'p']);
  });

  test('can be told backwards; what lies ahead stays in its order', () => {
    expect(drawn(entries, true)).toEqual(['— c — b a', 'p']);
  });

  test('has no two lines of one key', () => {
    const keys = linesOfStory({ entries: [...entries, ...entries] }, false).past.map((line) => line.key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

test('a ticket is in its state since its last step, or since it was opened', () => {
  expect(sinceIn({ entries: [at(0), at(2, { what: 'state' }), at(1, { what: 'state' })] }, { opened_at: opened })).toBe(opened + 2 * HOUR);
  expect([sinceIn({ entries: [at(5)] }, { opened_at: opened }), sinceIn(undefined, { opened_at: opened })]).toEqual([opened, undefined]);
});

test('files are gathered once, newest first, without those of messages taken back', () => {
  const carried = (hash: string): Carried => ({ hash, name: hash, media_type: 'image/png', bytes: 1, duration_ms: 0 });
  const message = (id: string, files: string[], recalled = false): Message => ({
    id, conversation: null, author_kind: 'customer', author: null, audience: 'customer', form: 'image', text: '', attachments: files.map(carried), at: opened, delivery: null,
    reply_to: null, external: null, mentions: [], transcript: null, source: null, ticket: null, failure: null, recalled,
  });
  const entries = [at(0, { message: message('1', ['x', 'y']) }), at(1, { message: message('2', ['x']) }), at(2, { message: message('3', ['z'], true) })];
  expect(filesOf({ entries }).map(({ file }) => file.hash)).toEqual(['x', 'y']);
});

test.each([['林晓雯 建单', '林晓雯', '建单'], ['建单', '林晓雯', '建单'], ['Lin assigned it', 'Lin', 'assigned it']])('「%s」 by %s reads 「%s」', (text, who, said) => {
  expect(sentence(text, who)).toBe(said);
});
