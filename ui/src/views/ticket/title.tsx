/** The subject, rewritten in place: Enter keeps it, Escape leaves it as it was. */
import { Input } from 'antd';
import { useState } from 'react';
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import style from './ticket-page.module.css';
import type { Page } from './use-page';
import { words } from './words';

export function Title({ page }: { page: Page }) {
  const t = useWords(words);
  const { subject, merged_into } = page.of.ticket;
  if (page.renaming) return <Editing subject={subject} onKeep={(next) => (page.rename(false), page.acts.change({ subject: next }))} onLeave={() => page.rename(false)} />;
  return (
    <div className={style.title}>
      <h1>{subject}</h1>
      {merged_into === null && <span className={style.pen}><IconButton icon="edit" small label={t('editTitle')} keys="e" onClick={() => page.rename(true)} /></span>}
    </div>
  );
}

function Editing({ subject, onKeep, onLeave }: { subject: string; onKeep: (subject: string) => void; onLeave: () => void }) {
  const t = useWords(words);
  const [text, setText] = useState(subject);
  const keep = () => (text.trim() === '' || text.trim() === subject ? onLeave() : onKeep(text.trim()));
  return (
    <Input
      value={text} autoFocus maxLength={200} aria-label={t('titleLabel')} suffix={<span className="t12 ink3">{t('titleKeep')}</span>} onChange={(event) => setText(event.target.value)} onBlur={keep}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') keep();
        if (event.key === 'Escape') {
          event.stopPropagation();
          onLeave();
        }
      }}
    />
  );
}
