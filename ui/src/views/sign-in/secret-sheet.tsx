/** One's own password or PIN, changed from the staff menu. */
import { Button, Modal } from 'antd';
import { useWords } from '../../kit/i18n';
import { notify } from '../../kit/notices';
import { PasswordForm, PinForm } from './secret-form';
import { words } from './words';

export type SecretKind = 'password' | 'pin';

export function SecretSheet({ kind, onClose }: { kind: SecretKind; onClose: () => void }) {
  const t = useWords(words);
  const Form = kind === 'password' ? PasswordForm : PinForm;
  const done = () => {
    notify({ key: `secret-${kind}`, kind: 'done', text: t(kind === 'password' ? 'changed' : 'pinSet') });
    onClose();
  };
  return (
    <Modal open onCancel={onClose} title={t(kind === 'password' ? 'changePassword' : 'setPin')} footer={null} width={440} closable={{ 'aria-label': t('close') }}>
      {kind === 'pin' && <p className="t13 ink2">{t('pinWhy')}</p>}
      <Form onDone={done} aside={<Button onClick={onClose}>{t('cancel')}</Button>} />
    </Modal>
  );
}
