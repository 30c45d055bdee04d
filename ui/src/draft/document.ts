/**
 * Plain text ↔ the editor's document. A line is a paragraph; a colleague is an atom that reads `@name` and knows whom it
 * means. What is sent and what is saved is always the plain text.
 */
import type { JSONContent } from '@tiptap/core';
import type { StaffCard } from '../ipc/bindings';

type Person = Pick<StaffCard, 'id' | 'name'>;

function inline(line: string, staff: readonly Person[]): JSONContent[] {
  const names = staff.toSorted((a, b) => b.name.length - a.name.length);
  const parts: JSONContent[] = [];
  let plain = '';
  const flush = () => {
    if (plain) parts.push({ type: 'text', text: plain });
    plain = '';
  };
  for (let i = 0; i < line.length; ) {
    const person = line[i] === '@' ? names.find(({ name }) => name && line.startsWith(name, i + 1)) : undefined;
    if (person) {
      flush();
      parts.push({ type: 'mention', attrs: { id: person.id, label: person.name } });
      i += person.name.length + 1;
    } else {
      plain += line[i];
      i += 1;
    }
  }
  flush();
  return parts;
}

export function toDocument(text: string, staff: readonly Person[]): JSONContent {
  return { type: 'doc', content: text.split('\n').map((line) => ({ type: 'paragraph', content: inline(line, staff) })) };
}

function textOf(node: JSONContent): string {
  if (node.type === 'mention') return `@${String(node.attrs?.['label'] ?? '')}`;
  if (node.type === 'hardBreak') return '\n';
  if (node.type === 'text') return node.text ?? '';
  const inside = (node.content ?? []).map(textOf);
  return node.type === 'doc' ? inside.join('\n') : inside.join('');
}

function mentionsIn(node: JSONContent): string[] {
  if (node.type === 'mention') return [String(node.attrs?.['id'] ?? '')];
  return (node.content ?? []).flatMap(mentionsIn);
}

/** `mentions` are staff ids, each once. */
export function fromDocument(doc: JSONContent): { text: string; mentions: string[] } {
  return { text: textOf(doc), mentions: [...new Set(mentionsIn(doc))].filter(Boolean) };
}
