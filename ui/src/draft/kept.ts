/**
 * What is being written on this screen, by the thing it is about. Lives as long as the page, so that moving between
 * conversations never waits for the desk; `useDraft` writes it through. Files stand here too: they are stored already, but a
 * saved draft has only words.
 */
import type { Carried, DraftView } from '../ipc/bindings';

/** What a recorded note says, by the hash of its sound. */
export interface VoiceNote {
  hash: string;
  transcript: string;
}

export interface Kept {
  text: string;
  internal: boolean;
  files: readonly Carried[];
  note?: VoiceNote | undefined;
}

const kept = new Map<string, Kept>();

const blank: Kept = { text: '', internal: false, files: [] };

/** What this page last knew wins over what the desk had when the conversation was opened. */
export function keptOf(about: string, saved: DraftView | null): Kept {
  return kept.get(about) ?? (saved ? { text: saved.text, internal: saved.internal, files: [] } : blank);
}

export function keep(about: string, saved: DraftView | null, part: Partial<Kept>): Kept {
  const next = { ...keptOf(about, saved), ...part };
  kept.set(about, next);
  return next;
}

/** Only for tests: as if the page were opened anew. */
export function forgetAll(): void {
  kept.clear();
}
