/** Covers the screen after idleness or by choice. What is behind is blurred and cannot be reached; nothing in it is lost. */
import { Button } from 'antd';
import { useState, type FormEvent } from 'react';
import { useAct } from '../../ipc/hooks';
import { useMe } from '../../ipc/me';
import { Avatar } from '../../kit/avatar';
import { classes } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { carryOn, signOut } from './entry';
import { Field, Trouble } from './parts';
import style from './sign-in.module.css';
import { SwitchSheet } from './switch-sheet';
import { words } from './words';

export function LockSheet() {
  const t = useWords(words);
  const me = useMe();
  const [secret, setSecret] = useState('');
  const [switching, setSwitching] = useState(false);
  const unlock = useAct('session.unlock', { quiet: true });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (secret) unlock.mutate({ secret }, { onSuccess: () => carryOn(), onError: () => setSecret((now) => (now === secret ? '' : now)) });
  };
  const name = me?.staff.name ?? '';
  return (
    <div className={style.cover}>
      <div role="dialog" aria-modal="true" aria-labelledby="locked" className={style.card} style={{ visibility: switching ? 'hidden' : 'visible' }}>
        <div className="row g12">
          {name && <Avatar name={name} size={40} />}
          <div className="col">
            <h1 id="locked" className={classes(style.heading, 't16')}>{name ? t('lockedTitle', { name }) : t('locked')}</h1>
            <span className="t13 ink2">{t('lockedMore')}</span>
          </div>
        </div>
        <form className={style.form} onSubmit={submit}>
          <Field label={t('secret')} value={secret} onChange={setSecret} secret autoFocus autoComplete="current-password" />
          <Trouble error={unlock.error} />
          <div className={style.actions}>
            <Button type="text" onClick={() => void signOut()}>{t('signOut')}</Button>
            <span className="grow" />
            <Button onClick={() => setSwitching(true)}>{t('notMe')}</Button>
            <Button type="primary" htmlType="submit" loading={unlock.isPending}>{t('unlock')}</Button>
          </div>
        </form>
      </div>
      <SwitchSheet open={switching} onClose={() => setSwitching(false)} />
    </div>
  );
}
