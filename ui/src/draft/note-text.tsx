/** What a recorded voice note says, to be put right before it goes along. */
import { Input } from 'antd';
import { useId } from 'react';
import { useWords } from '../kit/i18n';
import style from './draft.module.css';
import { LONGEST } from './send-state';
import { words } from './words';

export function NoteText({ transcript, onWrite }: { transcript: string; onWrite: (transcript: string) => void }) {
  const t = useWords(words);
  const id = useId();
  return (
    <div className={style.noteWords}>
      <label htmlFor={id} className="t12 ink3">{t('noteWords')}</label>
      <Input.TextArea id={id} size="small" autoSize={{ minRows: 1, maxRows: 4 }} value={transcript} maxLength={LONGEST} placeholder={t('noteSilent')} onChange={(event) => onWrite(event.target.value)} />
    </div>
  );
}
