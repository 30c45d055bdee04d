/** What a hand-over will say, while it is being written: kept as long as the page lives, so that folding it loses nothing. Pure but for `kept`. */
import type { HandOver, Id } from '../../ipc/bindings';

export interface HandDraft {
  department: Id | null;
  staff: Id | null;
  ask: string;
  tell: string;
  due: number | null;
}

export const blankHand: HandDraft = { department: null, staff: null, ask: '', tell: '', due: null };

export type HandLack = 'handNeedDepartment' | 'handNeedAsk' | 'handNeedFuture' | 'handNoBudget';

/** What is missing, in the order of the questions. `left`: messages the channel still takes. */
export function lackIn(draft: HandDraft, now: number, left: number | undefined): HandLack | undefined {
  if (draft.department === null) return 'handNeedDepartment';
  if (draft.ask.trim() === '') return 'handNeedAsk';
  if (draft.tell.trim() !== '' && left === 0) return 'handNoBudget';
  return draft.due !== null && draft.due <= now ? 'handNeedFuture' : undefined;
}

export function asInput(id: Id, draft: HandDraft): HandOver | undefined {
  if (draft.department === null) return undefined;
  return { id, department: draft.department, staff: draft.staff, ask: draft.ask.trim(), tell_customer: draft.tell.trim(), due: draft.due };
}

export interface Preset {
  word: 'handToday' | 'handTomorrow';
  at: number;
}

const hours: readonly [Preset['word'], number, number][] = [['handToday', 0, 12], ['handToday', 0, 18], ['handTomorrow', 1, 12]];

/** The usual moments that still lie ahead. */
export function presetsAt(now: number): Preset[] {
  const date = new Date(now);
  const all = hours.map(([word, days, hour]) => ({ word, at: new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hour).getTime() }));
  return all.filter((preset) => preset.at > now);
}

const kept = new Map<Id, HandDraft>();

export const keptHand = (id: Id): HandDraft => kept.get(id) ?? blankHand;
export const keepHand = (id: Id, draft: HandDraft) => void kept.set(id, draft);
export const forgetHand = (id: Id) => void kept.delete(id);
