/** Hands a shared till to a colleague by PIN. The one before is signed out of this screen; their drafts stay with them. */
import { Button, Modal } from 'antd';
import { useState, type FormEvent } from 'react';
import type { StaffCard } from '../../ipc/bindings';
import { useAct, useCall } from '../../ipc/hooks';
import { Avatar } from '../../kit/avatar';
import { useWords } from '../../kit/i18n';
import { Empty, Failure, Skeleton } from '../../kit/states';
import { enter } from './entry';
import { Field, Trouble } from './parts';
import style from './sign-in.module.css';
import { words } from './words';

export function SwitchSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords(words);
  return (
    <Modal open={open} onCancel={onClose} title={t('switchTitle')} footer={null} width={480} centered zIndex={1600} closable={{ 'aria-label': t('close') }} destroyOnHidden>
      <Switching onDone={onClose} />
    </Modal>
  );
}

function Switching({ onDone }: { onDone: () => void }) {
  const [who, setWho] = useState<StaffCard>();
  return who ? <PinForm who={who} onBack={() => setWho(undefined)} onDone={onDone} /> : <People onChoose={setWho} />;
}

function People({ onChoose }: { onChoose: (who: StaffCard) => void }) {
  const t = useWords(words);
  const people = useCall('session.till', {});
  if (people.error) return <Failure message={people.error.message} refusal={people.error.refusal} onRetry={() => void people.refetch()} />;
  if (!people.data) return <Skeleton />;
  if (people.data.length === 0) return <Empty size="small" title={t('switchNone')} next={t('switchNoneNext')} />;
  return (
    <ul className={style.people} aria-label={t('switchWho')}>
      {people.data.map((person) => (
        <li key={person.id}>
          <button type="button" className={style.person} onClick={() => onChoose(person)}>
            <Avatar name={person.name} size={32} />
            <span className="ell">{person.name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function PinForm({ who, onBack, onDone }: { who: StaffCard; onBack: () => void; onDone: () => void }) {
  const t = useWords(words);
  const [pin, setPin] = useState('');
  const change = useAct('session.switch', { quiet: true });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ staff: who.id, pin }, { onSuccess: (entered) => (enter(entered), onDone()), onError: () => setPin((now) => (now === pin ? '' : now)) });
  };
  return (
    <form className={style.form} onSubmit={submit}>
      <Field label={t('switchPin', { name: who.name })} value={pin} onChange={setPin} secret digits={6} autoFocus />
      <Trouble error={change.error} />
      <div className={style.actions}>
        <Button onClick={onBack}>{t('back')}</Button>
        <Button type="primary" htmlType="submit" disabled={pin.length < 6} title={pin.length < 6 ? t('pinShape') : undefined} loading={change.isPending}>{t('switchGo', { name: who.name })}</Button>
      </div>
    </form>
  );
}
