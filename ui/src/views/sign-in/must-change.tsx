/** A one-time password opens only this page. */
import { Button } from 'antd';
import { useWords } from '../../kit/i18n';
import { carryOn, signOut } from './entry';
import { Ground } from './parts';
import { PasswordForm } from './secret-form';
import style from './sign-in.module.css';
import { words } from './words';

export function MustChange() {
  const t = useWords(words);
  return (
    <Ground>
      <h1 className={style.heading}>{t('changeTitle')}</h1>
      <p className="t13 ink2">{t('changeWhy')}</p>
      <PasswordForm onDone={() => carryOn()} aside={<Button type="text" onClick={() => void signOut()}>{t('signOut')}</Button>} />
    </Ground>
  );
}
