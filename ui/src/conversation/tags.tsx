/** Tags that can be added and taken off in place; a set, so that two people adding one never clash. */
import { Input } from 'antd';
import { useState } from 'react';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { Icon } from '../kit/icons';
import style from './thread.module.css';
import { words } from './words';

interface Props {
  tags: readonly string[];
  /** Undefined where one may only look. */
  onChange?: (change: { add: string[]; remove: string[] }) => void;
}

export function Tags({ tags, onChange }: Props) {
  const t = useWords(words);
  const [adding, setAdding] = useState(false);
  const [text, setText] = useState('');
  const add = () => {
    const tag = text.trim();
    setText('');
    setAdding(false);
    if (tag && !tags.includes(tag)) onChange?.({ add: [tag], remove: [] });
  };
  return (
    <ul className={style.tags} aria-label={t('tags')}>
      {tags.map((tag) => (
        <li key={tag} className={style.tag}>
          {tag}
          {onChange && (
            <button type="button" className={style.tagOff} aria-label={t('removeTag', { tag })} onClick={() => onChange({ add: [], remove: [tag] })}>
              <Icon name="x" size={11} />
            </button>
          )}
        </li>
      ))}
      {onChange && (
        <li>
          {adding ? (
            <Input size="small" autoFocus value={text} maxLength={40} aria-label={t('addTag')} placeholder={t('tagHint')} style={{ width: 120 }} onChange={(event) => setText(event.target.value)} onPressEnter={add} onBlur={add} onKeyDown={(event) => event.key === 'Escape' && (setText(''), setAdding(false))} />
          ) : (
            <IconButton icon="plus" small size={14} label={t('addTag')} onClick={() => setAdding(true)} />
          )}
        </li>
      )}
    </ul>
  );
}
