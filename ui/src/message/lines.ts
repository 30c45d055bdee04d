/**
 * A thread as lines to draw: messages oldest first, with the time named where a day begins or a silence ends, and with the
 * author named only when someone new speaks. Pure.
 */
import type { Message, MessagePage, MessageView } from '../ipc/bindings';

export type Voice = 'customer' | 'staff' | 'ai' | 'note' | 'event';

export type Line = { kind: 'time'; key: string; at: number } | { kind: 'message'; key: string; view: MessageView; voice: Voice; opens: boolean };

const SILENCE = 2 * 3_600_000;
const BREATH = 60_000;

/** Who speaks, and so on which side and ground it stands. A note is a note whoever wrote it. */
export function voiceOf(message: Message): Voice {
  if (message.recalled || message.form === 'system') return 'event';
  if (message.audience === 'colleagues') return 'note';
  return message.author_kind === 'system' ? 'event' : message.author_kind;
}

/** Pages come newest first; each page and the whole come out oldest first, no message twice. */
export function inOrder(pages: readonly MessagePage[]): MessageView[] {
  const all = new Map(pages.flatMap((page) => page.messages).map((view) => [view.message.id, view]));
  return [...all.values()].sort((a, b) => a.message.at - b.message.at || a.message.id.localeCompare(b.message.id));
}

function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

function goesOn(before: MessageView, view: MessageView, voice: Voice): boolean {
  if (voice === 'note' || voice === 'event' || voiceOf(before.message) !== voice) return false;
  return before.message.author === view.message.author && view.message.at - before.message.at < BREATH;
}

export function toLines(views: readonly MessageView[]): Line[] {
  return views.flatMap((view, i): Line[] => {
    const { id, at } = view.message;
    const before = views[i - 1];
    const pause = !before || !sameDay(before.message.at, at) || at - before.message.at >= SILENCE;
    const voice = voiceOf(view.message);
    const line: Line = { kind: 'message', key: id, view, voice, opens: pause || !before || !goesOn(before, view, voice) };
    return pause ? [{ kind: 'time', key: `time-${id}`, at }, line] : [line];
  });
}

/** The newest message of ours that can still be taken back at `now`. */
export function heldOf(views: readonly MessageView[], me: string | undefined, now: number): MessageView | undefined {
  return views.findLast((view) => view.message.delivery === 'held' && view.message.author === me && (view.held_until ?? 0) > now);
}

/** Since when the customer waits: the first of their words after our last. Undefined when the last word was ours. */
export function waitingSince(views: readonly MessageView[]): number | undefined {
  const spoken = views.filter((view) => ['customer', 'staff', 'ai'].includes(voiceOf(view.message)));
  const lastOurs = spoken.findLastIndex((view) => voiceOf(view.message) !== 'customer');
  return spoken[lastOurs + 1]?.message.at;
}
