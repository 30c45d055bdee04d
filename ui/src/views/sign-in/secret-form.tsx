/** Forms that change one's own password or PIN; the same form stands in a sheet and, for one-time passwords, before the desk. */
import { Button } from 'antd';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useAct } from '../../ipc/hooks';
import { useMe } from '../../ipc/me';
import { useWords } from '../../kit/i18n';
import { Field, PasswordRule, Trouble } from './parts';
import { passwordHolds } from './password';
import style from './sign-in.module.css';
import { words } from './words';

interface FormProps {
  onDone: () => void;
  /** Left of the primary button. */
  aside?: ReactNode;
}

export function PasswordForm({ onDone, aside }: FormProps) {
  const t = useWords(words);
  const me = useMe();
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const [again, setAgain] = useState('');
  const set = useAct('session.set_password', { quiet: true });
  const names = me ? [me.staff.account, me.staff.name] : [];
  const differs = again !== '' && again !== fresh;
  const ready = old !== '' && again === fresh && passwordHolds(fresh, names);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) set.mutate({ old, new: fresh }, { onSuccess: onDone });
  };
  return (
    <form className={style.form} onSubmit={submit}>
      <Field label={t('oldPassword')} value={old} onChange={setOld} secret autoFocus autoComplete="current-password" />
      <Field label={t('newPassword')} value={fresh} onChange={setFresh} secret autoComplete="new-password" />
      <PasswordRule password={fresh} names={names} />
      <Field label={t('again')} value={again} onChange={setAgain} secret autoComplete="new-password" wrong={differs ? t('differs') : undefined} />
      <Trouble error={set.error} />
      <div className={style.actions}>
        {aside}
        <Button type="primary" htmlType="submit" disabled={!ready} loading={set.isPending}>{t('save')}</Button>
      </div>
    </form>
  );
}

export function PinForm({ onDone, aside }: FormProps) {
  const t = useWords(words);
  const [password, setPassword] = useState('');
  const [pin, setPin] = useState('');
  const set = useAct('session.set_pin', { quiet: true });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate({ password, pin }, { onSuccess: onDone });
  };
  const short = pin !== '' && pin.length < 6;
  return (
    <form className={style.form} onSubmit={submit}>
      <Field label={t('oldPassword')} value={password} onChange={setPassword} secret autoFocus autoComplete="current-password" />
      <Field label={t('newPin')} value={pin} onChange={setPin} secret digits={6} wrong={short ? t('pinShape') : undefined} />
      <Trouble error={set.error} />
      <div className={style.actions}>
        {aside}
        <Button type="primary" htmlType="submit" disabled={pin.length !== 6 || !password} loading={set.isPending}>{t('save')}</Button>
      </div>
    </form>
  );
}
