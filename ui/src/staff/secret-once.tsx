/** A one-time password, shown this once: large, selectable, with a button that copies it. */
import { Button, Modal } from 'antd';
import { useWords } from '../kit/i18n';
import { notify } from '../kit/notices';
import style from './staff.module.css';
import { words } from './words';

export function SecretOnce({ name, password, onClose }: { name: string; password: string; onClose: () => void }) {
  const t = useWords(words);
  const copy = () => void navigator.clipboard.writeText(password).then(() => notify({ key: 'secret', kind: 'done', text: t('secretCopied') }), () => undefined);
  const footer = (
    <span className="row g8" style={{ justifyContent: 'flex-end' }}>
      <Button onClick={copy}>{t('secretCopy')}</Button>
      <Button type="primary" onClick={onClose}>{t('secretDone')}</Button>
    </span>
  );
  return (
    <Modal open title={t('secretTitle', { name })} footer={footer} width={440} onCancel={onClose} mask={{ closable: false }} closable={{ 'aria-label': t('close') }}>
      <div className="col g12">
        <output className={style.secret} aria-label={t('secretLabel')}>{password}</output>
        <p className="t13 ink2">{t('secretNote')}</p>
      </div>
    </Modal>
  );
}
