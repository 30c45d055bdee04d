/** What the list of articles shows: a category, a state, or what a question finds. */
import type { ArticleState, Id } from '../../ipc/bindings';

export interface Looking {
  text: string;
  category: Id | null;
  state: ArticleState | null;
  newest: boolean;
}

export const plain: Looking = { text: '', category: null, state: null, newest: false };
