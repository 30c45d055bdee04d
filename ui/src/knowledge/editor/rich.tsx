/** The article as it reads, edited in place. Speaks markdown at both ends. */
import { Placeholder } from '@tiptap/extension-placeholder';
import { EditorContent, useEditor, type Editor } from '@tiptap/react';
import { useEffect, useRef } from 'react';
import { classes } from '../../kit/chip';
import docStyle from '../text/markdown.module.css';
import { tidied } from '../text/structure';
import style from './editor.module.css';
import { extensions } from './round-trip';

interface Props {
  label: string;
  placeholder: string;
  /** Read once; mount anew to fill it from outside. */
  text: string;
  onText: (markdown: string) => void;
  onReady: (editor: Editor | null) => void;
}

export function RichText({ label, placeholder, text, onText, onReady }: Props) {
  const latest = useRef(onText);
  useEffect(() => {
    latest.current = onText;
  });
  const editor = useEditor({
    extensions: [...extensions, Placeholder.configure({ placeholder })],
    content: text,
    contentType: 'markdown',
    editorProps: { attributes: { class: classes(docStyle.doc, style.writing), role: 'textbox', 'aria-multiline': 'true', 'aria-label': label } },
    onUpdate: ({ editor: now }) => latest.current(tidied(now.getMarkdown())),
  });
  useEffect(() => {
    onReady(editor);
    return () => onReady(null);
  }, [editor, onReady]);
  return <EditorContent editor={editor} />;
}
