/**
 * The writing box: plain lines, undo, colleagues as atoms, empty gaps of canned replies marked. It knows nothing of sending;
 * keys and the words before the caret are told to the caller.
 */
import { Extension } from '@tiptap/core';
import { Mention } from '@tiptap/extension-mention';
import { Plugin } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { EditorContent, useEditor, type Editor } from '@tiptap/react';
import { StarterKit } from '@tiptap/starter-kit';
import { useEffect, useRef } from 'react';
import { gapSpans } from '../canned/gaps';
import type { StaffCard } from '../ipc/bindings';
import { fromDocument, toDocument } from './document';
import style from './draft.module.css';
import { triggerAt, type Trigger } from './trigger';

/** A trigger with where it stands in the document, so that a choice can replace it. */
export interface PlacedTrigger extends Trigger {
  range: { from: number; to: number };
}

interface Props {
  label: string;
  placeholder: string;
  text: string;
  staff: readonly StaffCard[];
  onReady: (editor: Editor) => void;
  onWrite: (text: string) => void;
  onTrigger: (trigger: PlacedTrigger | undefined) => void;
  /** True when the stroke was used. */
  onKey: (event: KeyboardEvent) => boolean;
  onFiles: (files: File[]) => boolean;
  onBlur: () => void;
  /** The menu that floats above, for readers. */
  menu: { id: string; option: string | undefined } | undefined;
}

const plain = StarterKit.configure({
  blockquote: false, bold: false, bulletList: false, code: false, codeBlock: false, heading: false, horizontalRule: false, italic: false, link: false, listItem: false,
  listKeymap: false, orderedList: false, strike: false, underline: false, trailingNode: false, gapcursor: false, dropcursor: false,
});

const Gaps = Extension.create({
  name: 'gaps',
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        decorations: ({ doc }) => {
          const marks: Decoration[] = [];
          doc.descendants((node, at) => {
            if (node.isText) gapSpans(node.text ?? '').forEach(([from, to]) => marks.push(Decoration.inline(at + from, at + to, { class: style.gap ?? '' })));
          });
          return DecorationSet.create(doc, marks);
        },
      },
    }),
  ],
});

const Colleague = Mention.configure({
  HTMLAttributes: { class: style.mention ?? '' },
  renderText: ({ node }) => `@${String(node.attrs['label'])}`,
  renderHTML: ({ options, node }) => ['span', options.HTMLAttributes, `@${String(node.attrs['label'])}`],
}).extend({ addProseMirrorPlugins: () => [] }); // the menu is ours: Chinese needs other rules for when it opens

function placedTrigger(editor: Editor): PlacedTrigger | undefined {
  const { selection } = editor.state;
  if (!selection.empty) return undefined;
  const { $from } = selection;
  const before = $from.parent.textBetween(0, $from.parentOffset, '\n', '\ufffc');
  const found = triggerAt(before);
  return found && { ...found, range: { from: $from.pos - (before.length - found.from), to: $from.pos } };
}

function filesOf(data: DataTransfer | null): File[] {
  return data ? [...data.files] : [];
}

export function WritingBox(props: Props) {
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const editor = useEditor({
    extensions: [plain, Colleague, Gaps],
    content: toDocument(props.text, props.staff),
    editorProps: {
      attributes: { class: style.editor ?? '', role: 'textbox', 'aria-multiline': 'true', 'aria-label': props.label },
      handleKeyDown: (_view, event) => latest.current.onKey(event),
      handlePaste: (_view, event) => latest.current.onFiles(filesOf(event.clipboardData)),
      handleDrop: (_view, event) => latest.current.onFiles(filesOf(event.dataTransfer)),
    },
    onUpdate: ({ editor: now }) => latest.current.onWrite(fromDocument(now.getJSON()).text),
    onTransaction: ({ editor: now }) => latest.current.onTrigger(now.isFocused && !now.view.composing ? placedTrigger(now) : undefined),
    onBlur: () => latest.current.onBlur(),
  });

  const { onReady, label, placeholder, menu } = props;
  useEffect(() => onReady(editor), [editor, onReady]);
  useEffect(() => {
    const box = editor.view.dom;
    box.setAttribute('aria-label', label);
    box.setAttribute('aria-placeholder', placeholder);
    if (menu) box.setAttribute('aria-controls', menu.id);
    else box.removeAttribute('aria-controls');
    if (menu?.option) box.setAttribute('aria-activedescendant', menu.option);
    else box.removeAttribute('aria-activedescendant');
  }, [editor, label, placeholder, menu]);
  return (
    <div className={style.box}>
      {props.text === '' && <div className={style.placeholder} aria-hidden>{placeholder}</div>}
      <EditorContent editor={editor} />
    </div>
  );
}

/** Now, not in the next frame as the editor's own command does: what is typed right after `r` must land here, not on a key. */
export function focusEnd(editor: Editor): void {
  editor.view.focus();
  editor.commands.setTextSelection(editor.state.doc.content.size);
}

/** Puts text where the trigger stands, or at the caret. Line breaks become lines. */
export function putText(editor: Editor, text: string, range?: { from: number; to: number }): void {
  const lines = toDocument(text, []).content ?? [];
  const content = lines.length === 1 ? (lines[0]?.content ?? []) : lines;
  editor.view.focus();
  if (range) editor.commands.insertContentAt(range, content);
  else editor.commands.insertContent(content);
}

export function putColleague(editor: Editor, person: StaffCard, range: { from: number; to: number }): void {
  editor.view.focus();
  editor.commands.insertContentAt(range, [{ type: 'mention', attrs: { id: person.id, label: person.name } }, { type: 'text', text: ' ' }]);
}

export function replaceAll(editor: Editor, text: string, staff: readonly StaffCard[]): void {
  editor.commands.setContent(toDocument(text, staff), { emitUpdate: true });
}
