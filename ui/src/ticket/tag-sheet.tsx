/** Puts tags on and takes them off, one stroke each. Tags already in use near by are offered. */
import { AutoComplete, Button, Modal } from 'antd';
import { useState } from 'react';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import style from './ticket.module.css';
import { words } from './words';

interface Props {
  tags: readonly string[];
  /** Tags seen elsewhere, to choose from. */
  known: readonly string[];
  onAdd: (tag: string) => void;
  /** Left out where many tickets are tagged at once. */
  onRemove?: (tag: string) => void;
  onClose: () => void;
}

const LONGEST = 40;

export function TagSheet({ tags, known, onAdd, onRemove, onClose }: Props) {
  const t = useWords(words);
  const [text, setText] = useState('');
  const offered = [...new Set(known)].filter((tag) => !tags.includes(tag) && tag.includes(text.trim())).slice(0, 8);
  const add = (tag: string) => {
    const clean = tag.trim().slice(0, LONGEST);
    if (clean !== '' && !tags.includes(clean)) onAdd(clean);
    setText('');
  };
  return (
    <Modal open title={t('tagTitle')} onCancel={onClose} width={440} closable={{ 'aria-label': t('close') }} footer={<Button onClick={onClose}>{t('tagDone')}</Button>}>
      <div className="col g12">
        <form className="row g8" onSubmit={(event) => (event.preventDefault(), add(text))}>
          <AutoComplete value={text} onChange={setText} onSelect={add} options={offered.map((tag) => ({ value: tag }))} autoFocus style={{ flex: 1 }} aria-label={t('tagTitle')} placeholder={t('tagHint')} />
          <Button htmlType="submit" disabled={text.trim() === ''}>{t('tagAdd')}</Button>
        </form>
        <div className={style.tags}>
          {tags.map((tag) => (
            <button key={tag} type="button" className={style.tag} disabled={!onRemove} aria-label={`${t('tagRemove')} ${tag}`} onClick={() => onRemove?.(tag)}>
              <span className="ell">{tag}</span>{onRemove && <Icon name="x" size={12} />}
            </button>
          ))}
        </div>
        {offered.length > 0 && (
          <div className={style.tags}>
            {offered.map((tag) => <button key={tag} type="button" className={style.tag} onClick={() => add(tag)}><Icon name="plus" size={12} />{tag}</button>)}
          </div>
        )}
      </div>
    </Modal>
  );
}
