/** What one can do to the text under the caret. */
import { Button, Dropdown, Input, Popover } from 'antd';
import { useEditorState, type Editor } from '@tiptap/react';
import { useState } from 'react';
import { classes } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import { Icon } from '../../kit/icons';
import { isSafeAddress } from '../text/markdown';
import { words } from './words';
import style from './editor.module.css';

/** The letters printed on such buttons in every language. */
const letters = { bold: 'B', italic: 'I' } as const;

export function Toolbar({ editor }: { editor: Editor }) {
  const t = useWords(words);
  const at = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive('bold'),
      italic: now.isActive('italic'),
      h2: now.isActive('heading', { level: 2 }),
      h3: now.isActive('heading', { level: 3 }),
      bullets: now.isActive('bulletList'),
      numbers: now.isActive('orderedList'),
      quote: now.isActive('blockquote'),
      link: now.isActive('link'),
      table: now.isActive('table'),
      undo: now.can().undo(),
    }),
  });
  const run = () => editor.chain().focus();
  const shape = at.h2 ? t('toolH2') : at.h3 ? t('toolH3') : t('toolText');
  const shapes = [{ key: 'p', label: t('toolText') }, { key: 'h2', label: t('toolH2') }, { key: 'h3', label: t('toolH3') }];
  const setShape = (key: string) => (key === 'p' ? run().setParagraph().run() : run().setHeading({ level: key === 'h2' ? 2 : 3 }).run());
  return (
    <div className={style.tools} role="toolbar" aria-label={t('toolbar')}>
      <Dropdown trigger={['click']} menu={{ items: shapes, onClick: ({ key }) => setShape(key) }}>
        <button type="button" className={style.tool} aria-haspopup="menu" aria-label={`${t('toolStyle')}: ${shape}`}>{shape}<Icon name="down" size={13} /></button>
      </Dropdown>
      <i className={style.rule} />
      <button type="button" className={classes(style.tool, at.bold && style.on)} aria-pressed={at.bold} aria-label={t('toolBold')} title={t('toolBold')} onClick={() => run().toggleBold().run()}><b aria-hidden>{letters.bold}</b></button>
      <button type="button" className={classes(style.tool, at.italic && style.on)} aria-pressed={at.italic} aria-label={t('toolItalic')} title={t('toolItalic')} onClick={() => run().toggleItalic().run()}><em aria-hidden>{letters.italic}</em></button>
      <IconButton icon="list" label={t('toolBullets')} on={at.bullets} onClick={() => run().toggleBulletList().run()} />
      <button type="button" className={classes(style.tool, at.numbers && style.on)} aria-pressed={at.numbers} aria-label={t('toolNumbers')} title={t('toolNumbers')} onClick={() => run().toggleOrderedList().run()}><span aria-hidden className="num">1.</span></button>
      <IconButton icon="say" label={t('toolQuote')} on={at.quote} onClick={() => run().toggleBlockquote().run()} />
      <LinkTool on={at.link} onLink={(href) => (href ? run().extendMarkRange('link').setLink({ href }).run() : run().extendMarkRange('link').unsetLink().run())} />
      <TableTool on={at.table} editor={editor} />
      <i className={style.rule} />
      <IconButton icon="undo" label={t('toolUndo')} keys="mod+z" disabled={!at.undo} onClick={() => run().undo().run()} />
    </div>
  );
}

function LinkTool({ on, onLink }: { on: boolean; onLink: (href: string | undefined) => void }) {
  const t = useWords(words);
  const [open, setOpen] = useState(false);
  const [href, setHref] = useState('');
  const put = () => {
    onLink(isSafeAddress(href) ? href.trim() : `https://${href.trim()}`);
    setHref('');
    setOpen(false);
  };
  const content = (
    <form className="row g8" onSubmit={(event) => (event.preventDefault(), href.trim() && put())}>
      <Input size="small" autoFocus value={href} aria-label={t('toolLinkAddress')} placeholder={t('toolLinkAddress')} onChange={(event) => setHref(event.target.value)} style={{ width: 240 }} />
      <Button size="small" type="primary" htmlType="submit" disabled={!href.trim()}>{t('toolLinkDo')}</Button>
    </form>
  );
  return (
    <Popover trigger={[]} open={open} onOpenChange={setOpen} content={content} destroyOnHidden>
      <IconButton icon="link" label={t('toolLink')} on={on} expanded={open} onClick={() => (on ? onLink(undefined) : setOpen(!open))} />
    </Popover>
  );
}

function TableTool({ on, editor }: { on: boolean; editor: Editor }) {
  const t = useWords(words);
  const run = () => editor.chain().focus();
  if (!on) return <IconButton icon="fit" label={t('toolTable')} onClick={() => run().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run()} />;
  const acts: Record<string, () => boolean> = {
    row: () => run().addRowAfter().run(),
    column: () => run().addColumnAfter().run(),
    dropRow: () => run().deleteRow().run(),
    dropColumn: () => run().deleteColumn().run(),
  };
  const items = [{ key: 'row', label: t('toolRow') }, { key: 'column', label: t('toolColumn') }, { key: 'dropRow', label: t('toolDropRow') }, { key: 'dropColumn', label: t('toolDropColumn') }];
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => acts[key]?.() }}>
      <IconButton icon="fit" label={t('toolTable')} on menu />
    </Dropdown>
  );
}
