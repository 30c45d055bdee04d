/** Copies words, and says whether that worked; a browser may refuse. */
import { notify } from '../kit/notices';

export async function copy(text: string, done: string, broken: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify({ key: 'copied', kind: 'done', text: done });
  } catch {
    notify({ key: 'copied', kind: 'refusal', text: broken });
  }
}
