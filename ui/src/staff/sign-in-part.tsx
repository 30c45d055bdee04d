/** How a colleague gets in: locked, without password, or well; and the one-time password that mends it. */
import { Button } from 'antd';
import { useState } from 'react';
import type { StaffRow } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { Confirm } from '../kit/confirm';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { clock, useNow } from '../kit/time';
import { standingOf } from './narrow';
import { SecretOnce } from './secret-once';
import style from './staff.module.css';
import { words } from './words';

export function SignInPart({ person }: { person: StaffRow }) {
  const t = useWords(words);
  const now = useNow(30_000);
  const give = useAct('staff.reset_password');
  const [asking, setAsking] = useState(false);
  const standing = standingOf(person, now);
  const { id, name } = person.card;
  return (
    <>
      {standing === 'locked' && <Note icon="lock" text={t('lockedNote', { when: clock(person.locked_until ?? now) })} />}
      {standing === 'noPassword' && <Note icon="alert" text={t('noPasswordNote')} />}
      <div className="row g12">
        <Button disabled={person.disabled} onClick={() => setAsking(true)}>{t('giveSecret')}</Button>
        <span className="t13 ink3">{person.has_pin ? t('pinSet') : t('pinNone')}</span>
      </div>
      <Confirm open={asking} title={t('giveTitle', { name })} action={t('giveDo')} busy={give.isPending} onClose={() => setAsking(false)} onDo={() => give.mutate({ id }, { onSettled: () => setAsking(false) })}>{t('giveNote')}</Confirm>
      {give.data && <SecretOnce name={name} password={give.data.password} onClose={give.reset} />}
    </>
  );
}

function Note({ icon, text }: { icon: 'lock' | 'alert'; text: string }) {
  return <p className={style.note} role="status"><Icon name={icon} size={17} />{text}</p>;
}
