/**
 * One article being written: keeps what stands in the fields, saves it as drafts, and notices when somebody else saved
 * meanwhile. No React here. Nothing typed is given up: an unsaved text stays until a save took it, and of two versions the
 * one not chosen is among the revisions.
 */
import type { Id, SaveArticle, SavedArticle } from '../../ipc/bindings';
import { CallError } from '../../ipc/error';

export interface Written {
  category: Id | null;
  title: string;
  body: string;
  questions: string[];
  tags: string[];
  shops: Id[];
  note: string;
}

export const blank: Written = { category: null, title: '', body: '', questions: [], tags: [], shops: [], note: '' };

export type EditState = 'idle' | 'waiting' | 'saving' | 'saved' | 'stuck' | 'conflict';

export interface Snapshot {
  /** None until the first save made the article. */
  id: Id | null;
  /** The revision that what is written builds on. */
  base: Id | null;
  number: number | undefined;
  written: Written;
  state: EditState;
  savedAt: number | undefined;
  /** Grows when the fields were filled from outside, so that the editor starts anew. */
  epoch: number;
}

/** Another revision that got in between, with what it says. */
export interface Theirs {
  revision: Id;
  number: number;
  title: string;
  body: string;
  questions: string[];
}

export type Settlement = 'mine' | 'theirs' | 'both';

export interface EditSession {
  change: (part: Partial<Written>) => void;
  /** True when all that is written is saved. `withNote` puts the note on the revision even if nothing else changed. */
  flush: (withNote?: boolean) => Promise<boolean>;
  settle: (how: Settlement, theirs: Theirs, noteOnMine: string) => Promise<void>;
  snapshot: () => Snapshot;
  subscribe: (heard: () => void) => () => void;
}

export interface Start {
  id: Id | null;
  base: Id | null;
  number: number | undefined;
  written: Written;
}

type Save = (input: SaveArticle) => Promise<SavedArticle>;

/** ms of rest before a save. Each save is a revision, so not every pause of the hand is one. */
const PAUSE = 4000;
/** A hand that never rests is saved all the same. */
const MOST = 20_000;
const AGAIN = 5000;

/** The desk takes no article without these. */
export function isSavable({ title, body }: Written): boolean {
  return title.trim() !== '' && body.trim() !== '';
}

export function editSession(start: Start, save: Save, now: () => number = Date.now): EditSession {
  let snap: Snapshot = { ...start, state: 'idle', savedAt: undefined, epoch: 0 };
  let dirty = false;
  let dirtySince: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;
  const listeners = new Set<() => void>();

  const become = (part: Partial<Snapshot>) => {
    snap = { ...snap, ...part };
    listeners.forEach((heard) => heard());
  };
  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };
  const send = async (written: Written, note: string) => {
    const saved = await save({ id: snap.id, base: snap.base, ...written, note });
    become({ id: saved.id, base: saved.revision, number: saved.number });
  };
  const once = async (note: string) => {
    dirty = false;
    dirtySince = undefined;
    become({ state: 'saving' });
    try {
      await send(snap.written, note);
      become({ state: dirty ? 'waiting' : 'saved', savedAt: now() });
      if (dirty) later(PAUSE);
    } catch (error) {
      dirty = true;
      const conflict = error instanceof CallError && error.code === 'knowledge.changed';
      become({ state: conflict ? 'conflict' : 'stuck' });
      if (error instanceof CallError && error.code === 'unreachable') later(AGAIN);
    }
  };
  const run = (work: () => Promise<void>) => {
    running = (running ?? Promise.resolve()).then(work);
    return running;
  };
  const flush = async (withNote = false): Promise<boolean> => {
    clearTimeout(timer);
    await running;
    const note = withNote ? snap.written.note.trim() : '';
    if (snap.state === 'conflict') return false;
    if ((dirty || note !== '') && isSavable(snap.written)) await run(() => once(note));
    return !dirty;
  };
  const fill = (written: Written) => become({ written, epoch: snap.epoch + 1 });
  const settle = async (how: Settlement, theirs: Theirs, noteOnMine: string) => {
    const mine = snap.written;
    become({ base: theirs.revision, number: theirs.number, state: 'waiting' });
    if (how === 'theirs') {
      await run(() => once(noteOnMine)); // mine goes into the revisions first
      if (dirty) return;
      fill({ ...mine, title: theirs.title, body: theirs.body, questions: theirs.questions });
    } else if (how === 'both') {
      fill({ ...mine, body: `${theirs.body.trimEnd()}\n\n---\n\n${mine.body}` });
    }
    dirty = true;
    await flush();
  };
  return {
    change: (part) => {
      dirty = true;
      const written = { ...snap.written, ...part };
      become({ written, state: snap.state === 'conflict' ? 'conflict' : snap.state === 'saving' ? 'saving' : isSavable(written) ? 'waiting' : 'idle' });
      dirtySince ??= now();
      if (snap.state !== 'conflict') later(Math.max(0, Math.min(PAUSE, dirtySince + MOST - now())));
    },
    flush,
    settle,
    snapshot: () => snap,
    subscribe: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
}
