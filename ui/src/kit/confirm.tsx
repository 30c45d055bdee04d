/**
 * Asks before something is destroyed. With `phrase` the person copies it by hand first; without, one clear button. Ordinary
 * changes never ask: they can be undone.
 */
import { Button, Input, Modal } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { useWords } from './i18n';
import { words } from './words';

interface Props {
  open: boolean;
  title: string;
  /** What will happen and what stays. */
  children: ReactNode;
  /** A verb that says what will happen: 删掉这篇, 停用. */
  action: string;
  phrase?: string;
  busy?: boolean;
  onDo: () => void;
  onClose: () => void;
}

export function Confirm({ open, title, children, action, phrase, busy, onDo, onClose }: Props) {
  const t = useWords(words);
  const [typed, setTyped] = useState('');
  const id = useId();
  const ready = phrase === undefined || typed.trim() === phrase;
  const close = () => (setTyped(''), onClose());
  const footer = (
    <span className="row g8" style={{ justifyContent: 'flex-end' }}>
      <Button onClick={close}>{t('cancel')}</Button>
      <Button danger type="primary" disabled={!ready} loading={busy} onClick={() => (setTyped(''), onDo())}>{action}</Button>
    </span>
  );
  return (
    <Modal open={open} title={title} onCancel={close} footer={footer} width={440} closable={{ 'aria-label': t('close') }} destroyOnHidden>
      <div className="col g12">
        <div>{children}</div>
        {phrase !== undefined && (
          <>
            <label htmlFor={id} className="t13 ink2">{t('typeToConfirm', { phrase })}</label>
            <Input id={id} value={typed} autoFocus autoComplete="off" onChange={(event) => setTyped(event.target.value)} onPressEnter={() => ready && onDo()} />
          </>
        )}
      </div>
    </Modal>
  );
}
