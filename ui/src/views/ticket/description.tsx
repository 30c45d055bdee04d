/** What the ticket is about in full, above its story; rewritten in place. */
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import style from './ticket-page.module.css';
import type { Page } from './use-page';
import { words } from './words';

export function Description({ page }: { page: Page }) {
  const t = useWords(words);
  const [editing, setEditing] = useState(false);
  const { description, merged_into } = page.of.ticket;
  if (editing) return <Editing text={description ?? ''} onKeep={(text) => page.acts.change({ description: text }, () => setEditing(false))} onLeave={() => setEditing(false)} />;
  if (!description) return merged_into === null ? <div style={{ marginBottom: 12 }}><Button size="small" type="text" onClick={() => setEditing(true)}>{t('addDescription')}</Button></div> : null;
  return (
    <div className={style.description}>
      {description}
      {merged_into === null && <span className={style.pen}><IconButton icon="edit" small label={t('editDescription')} onClick={() => setEditing(true)} /></span>}
    </div>
  );
}

function Editing({ text, onKeep, onLeave }: { text: string; onKeep: (text: string) => void; onLeave: () => void }) {
  const t = useWords(words);
  const [now, setNow] = useState(text);
  return (
    <div className={style.editing}>
      <Input.TextArea value={now} autoFocus maxLength={20_000} autoSize={{ minRows: 3, maxRows: 12 }} aria-label={t('description')} onChange={(event) => setNow(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && onKeep(now.trim())} />
      <span className="row g8" style={{ justifyContent: 'flex-end' }}>
        <Button size="small" onClick={onLeave}>{t('cancel')}</Button>
        <Button size="small" type="primary" disabled={now.trim() === text} onClick={() => onKeep(now.trim())}>{t('keep')}</Button>
      </span>
    </div>
  );
}
