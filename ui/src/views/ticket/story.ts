/** The story of a ticket made ready to draw: days, promises apart from what happened, files gathered. Pure. */
import type { Carried, Story, StoryEntry, Ticket } from '../../ipc/bindings';

export type Line = { kind: 'day'; key: string; at: number } | { kind: 'entry'; key: string; entry: StoryEntry };

function dayOf(at: number): string {
  return new Date(at).toDateString();
}

function isAhead(entry: StoryEntry): boolean {
  return entry.actor === 'promise' || entry.what === 'promise';
}

/** What happened, oldest or newest first, a line where a day begins; the promises that lie ahead come apart. */
export function linesOfStory(story: Story, newestFirst: boolean): { past: Line[]; ahead: StoryEntry[] } {
  const sorted = story.entries.toSorted((a, b) => a.at - b.at);
  const past = sorted.filter((entry) => !isAhead(entry));
  const shown = newestFirst ? past.toReversed() : past;
  const lines = shown.flatMap((entry, i): Line[] => {
    const line: Line = { kind: 'entry', key: `${entry.at}-${entry.what}-${entry.message?.id ?? i}`, entry };
    const before = shown[i - 1];
    return before && dayOf(before.at) === dayOf(entry.at) ? [line] : [{ kind: 'day', key: `day-${entry.at}-${i}`, at: entry.at }, line];
  });
  return { past: lines, ahead: sorted.filter(isAhead) };
}

/** Since when the ticket is in its state: its last step, or its beginning. */
export function sinceIn(story: Story | undefined, ticket: Pick<Ticket, 'opened_at'>): number | undefined {
  if (!story) return undefined;
  const steps = story.entries.filter((entry) => entry.what === 'state').map((entry) => entry.at);
  return steps.length > 0 ? Math.max(...steps) : ticket.opened_at;
}

export interface FileOf {
  file: Carried;
  entry: StoryEntry;
}

/** Every file once, newest first. */
export function filesOf(story: Story | undefined): FileOf[] {
  const all = (story?.entries ?? []).flatMap((entry) => (entry.message && !entry.message.recalled ? entry.message.attachments : []).map((file) => ({ file, entry })));
  return [...new Map(all.map((each) => [each.file.hash, each])).values()].toSorted((a, b) => b.entry.at - a.entry.at);
}

/** The sentence without its subject: the screen prints who it was itself. */
export function sentence(text: string, who: string): string {
  return text.startsWith(who) ? text.slice(who.length).trimStart() : text;
}
