/** The checklist that new tickets of a type start with. Enter in the last line adds another. */
import { Button, Checkbox, Input } from 'antd';
import { useRef } from 'react';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { Icon } from '../kit/icons';
import { Reorder } from '../kit/reorder';
import style from './editor.module.css';
import type { EditedCheck } from './schema';
import { words } from './words.editor';

export function ChecksEditor({ checks, onChange }: { checks: readonly EditedCheck[]; onChange: (checks: EditedCheck[]) => void }) {
  const t = useWords(words);
  const made = useRef(0);
  const set = (id: string, part: Partial<EditedCheck>) => onChange(checks.map((check) => (check.id === id ? { ...check, ...part } : check)));
  const add = () => {
    made.current += 1;
    onChange([...checks, { id: `new ${made.current}`, text: '', required: false }]);
  };
  return (
    <div className="col g8">
      {checks.length === 0 && <p className="t13 ink3">{t('checklistNone')}</p>}
      <Reorder label={t('checklist')} items={checks} keyOf={(check) => check.id} nameOf={(check, i) => check.text || t('check', { n: i + 1 })} className={style.check} onChange={onChange}>
        {(check, i, handle) => (
          <>
            {handle}
            <Input aria-label={t('check', { n: i + 1 })} autoFocus={check.text === ''} placeholder={t('checkHint')} value={check.text} maxLength={200} onChange={(event) => set(check.id, { text: event.target.value })}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return;
                event.preventDefault();
                if (i === checks.length - 1 && check.text.trim()) add();
              }} />
            <Checkbox aria-label={t('mustOf', { n: i + 1 })} checked={check.required} onChange={(event) => set(check.id, { required: event.target.checked })}>{t('must')}</Checkbox>
            <IconButton icon="trash" small destroys label={t('dropCheck', { n: i + 1 })} onClick={() => onChange(checks.filter((other) => other.id !== check.id))} />
          </>
        )}
      </Reorder>
      {checks.length < 100 && <span><Button icon={<Icon name="plus" size={15} />} onClick={add}>{t('addCheck')}</Button></span>}
    </div>
  );
}
