/** Whether a text survives the rich editor unchanged in meaning. One that does not is edited as source. */
import { TableKit } from '@tiptap/extension-table';
import { Markdown, MarkdownManager } from '@tiptap/markdown';
import { StarterKit } from '@tiptap/starter-kit';
import { sameMeaning, tidied } from '../text/structure';

/** No underline: markdown has none, and a text must come back as it went in. */
export const extensions = [
  StarterKit.configure({ underline: false, link: { openOnClick: false, autolink: false, protocols: ['mailto', 'tel'] } }),
  TableKit.configure({ table: { resizable: false } }),
  Markdown,
];

export function roundTrip(markdown: string): string {
  const manager = new MarkdownManager({ extensions });
  return tidied(manager.serialize(manager.parse(markdown)));
}

export function isLossless(markdown: string): boolean {
  try {
    return sameMeaning(markdown, roundTrip(markdown));
  } catch {
    return false; // what the editor cannot even read is certainly safer as source
  }
}
