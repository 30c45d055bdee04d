/** A small sheet to choose a moment, with words to it when it is a reminder. The button says why it rests. */
import { Button, DatePicker, Input, Modal } from 'antd';
import type { Dayjs } from 'dayjs';
import { useId, useState } from 'react';
import { useWords } from '../kit/i18n';
import { troubleWith } from './presets';
import { words } from './words';

interface Props {
  open: boolean;
  title: string;
  note: string;
  action: string;
  withNote?: boolean;
  onDo: (at: number, note: string) => void;
  onClose: () => void;
}

export function TimeSheet(props: Props) {
  const t = useWords(words);
  return (
    <Modal open={props.open} title={props.title} onCancel={props.onClose} footer={null} width={440} closable={{ 'aria-label': t('close') }} destroyOnHidden>
      <TimeForm {...props} />
    </Modal>
  );
}

function TimeForm({ title, note, action, withNote, onDo, onClose }: Props) {
  const t = useWords(words);
  const [at, setAt] = useState<Dayjs | null>(null);
  const [about, setAbout] = useState('');
  const [now] = useState(() => Date.now());
  const id = useId();
  const trouble = troubleWith(at?.valueOf(), now);
  const done = () => {
    if (at) onDo(at.valueOf(), about.trim());
    onClose();
  };
  return (
    <div className="col g12">
      <p className="t13 ink2">{note}</p>
      <DatePicker showTime={{ format: 'HH:mm', minuteStep: 5 }} format="YYYY-MM-DD HH:mm" value={at} onChange={setAt} autoFocus aria-label={title} needConfirm={false} style={{ width: '100%' }} />
      {withNote && (
        <>
          <label htmlFor={id} className="t13 ink2">{t('remindWhat')}</label>
          <Input id={id} value={about} maxLength={200} placeholder={t('remindHint')} onChange={(event) => setAbout(event.target.value)} />
        </>
      )}
      <div className="row g8" style={{ justifyContent: 'flex-end' }}>
        {trouble && <span className="t12 ink3 grow nowrap">{t(trouble)}</span>}
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button type="primary" disabled={trouble !== undefined} onClick={done}>{action}</Button>
      </div>
    </div>
  );
}
