/** What is worth having before an article is published. Only the title and text are needed; the rest is advice. */
import type { Written } from './session';

export type Check = 'checkTitle' | 'checkBody' | 'checkCategory' | 'checkQuestions' | 'checkNote';

export interface Checked {
  check: Check;
  ok: boolean;
  needed: boolean;
}

export function checksOf(written: Written): Checked[] {
  return [
    { check: 'checkTitle', ok: written.title.trim() !== '', needed: true },
    { check: 'checkBody', ok: written.body.trim() !== '', needed: true },
    { check: 'checkCategory', ok: written.category !== null, needed: false },
    { check: 'checkQuestions', ok: written.questions.length > 0, needed: false },
    { check: 'checkNote', ok: written.note.trim() !== '', needed: false },
  ];
}

/** One question a line; blank lines and repeats fall away. */
export function questionsIn(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()).filter(Boolean))];
}
