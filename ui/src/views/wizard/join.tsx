/** First run of a machine that belongs to a chain: let in by head office, then wait until its people have arrived. */
import { Button } from 'antd';
import type { Joining } from '../../ipc/bindings';
import { useAct } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { Icon } from '../../kit/icons';
import style from '../sign-in/sign-in.module.css';
import { EnrolForm } from './enrol-form';
import { words } from './words';

export function Join({ onBack, onJoined }: { onBack: () => void; onJoined: () => void }) {
  const t = useWords(words);
  const join = useAct('setup.join', { quiet: true });
  return (
    <>
      <h1 className={style.heading}>{t('joinTitle')}</h1>
      <p className="t13 ink2">{t('joinWhy')}</p>
      <EnrolForm
        error={join.error} busy={join.isPending} onAsk={(input) => join.mutate(input, { onSuccess: onJoined })} onType={() => join.isError && join.reset()}
        back={<Button size="large" onClick={onBack}>{t('back')}</Button>} autoFocus
      />
    </>
  );
}

/** The sign-in page follows by itself as soon as the desk says that somebody can sign in. */
export function Arriving({ joining, organisation }: { joining: Joining; organisation: string | null }) {
  const t = useWords(words);
  const silent = !joining.is_heard && joining.trouble !== '';
  // How much there is to come nobody knows before it has come, so it is told by what has.
  const steps = [[true, t('arrivedLine')], [organisation !== null, organisation ?? t('arrivedCompany')], [false, t('arrivedPeople')]] as const;
  return (
    <>
      <h1 className={style.heading}>{t('arriving')}</h1>
      <p className="t13 ink2">{t('arrivingWhy', { url: joining.url })}</p>
      <div className={style.form} role="status">
        <ul className={style.arriving}>
          {steps.map(([done, text]) => <li key={text} className={done ? style.met : undefined}>{done ? <Icon name="check" size={16} /> : <i aria-hidden />}{text}</li>)}
        </ul>
        <p className="t13 num">{t('arrived', { count: joining.heard })}</p>
        {silent && <p className="t13 ink2">{t('arrivingOff')}</p>}
      </div>
    </>
  );
}
