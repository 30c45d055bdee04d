/** Account and password. Says nothing about which of the two was wrong: the desk words it. */
import { Button } from 'antd';
import { useState, type FormEvent } from 'react';
import { useAct, useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { enter } from './entry';
import { Field, Ground, Trouble } from './parts';
import style from './sign-in.module.css';
import { words } from './words';

export function SignIn() {
  const t = useWords(words);
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const setup = useCall('setup.state', {});
  const signIn = useAct('session.sign_in', { quiet: true });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (account.trim() && password) signIn.mutate({ account: account.trim(), password }, { onSuccess: enter, onError: () => setPassword((now) => (now === password ? '' : now)) });
  };
  const needed = (value: string) => (tried && !value && !signIn.error ? t('needed') : undefined);
  return (
    <Ground foot={setup.data?.organisation}>
      <h1 className={style.heading}>{t('title')}</h1>
      <form className={style.form} onSubmit={submit}>
        <Field label={t('account')} value={account} onChange={setAccount} autoFocus autoComplete="username" wrong={needed(account)} />
        <Field label={t('password')} value={password} onChange={setPassword} secret autoComplete="current-password" wrong={needed(password)} />
        <Trouble error={signIn.error} />
        <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>{t('signIn')}</Button>
      </form>
      <p className={style.hint} style={{ marginTop: 16 }}>{t('forgot')}</p>
    </Ground>
  );
}
