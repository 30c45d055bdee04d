/** First run: who we are, the first shop, the first administrator, open. Nothing is written before the last button. */
import { Button } from 'antd';
import { useState, type FormEvent, type ReactNode } from 'react';
import { cache } from '../../ipc/cache';
import { useAct, useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { enter } from '../sign-in/entry';
import { Ground, Trouble } from '../sign-in/parts';
import style from '../sign-in/sign-in.module.css';
import { asked, blank, mayLeave, steps, type Draft } from './draft';
import { AdminStep, CheckStep, OrganisationStep, ShopStep, type StepProps } from './steps';
import { words } from './words';

const bodies: Record<(typeof steps)[number], (props: StepProps) => ReactNode> = { organisation: OrganisationStep, shop: ShopStep, admin: AdminStep, check: CheckStep };

export function Wizard() {
  const t = useWords(words);
  const [draft, setDraft] = useState<Draft>(blank);
  const [at, setAt] = useState(0);
  const [tried, setTried] = useState(false);
  const setup = useCall('setup.state', {});
  const create = useAct('setup.create', { quiet: true });
  const step = steps[at] ?? 'check';
  const Body = bodies[step];
  const last = step === 'check';

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!mayLeave(step, draft)) return setTried(true);
    if (!last) return (setTried(false), setAt(at + 1));
    create.mutate(asked(draft), { onSuccess: (entered) => (enter(entered), void cache.invalidateQueries({ queryKey: ['setup.state'] })) });
  };

  return (
    <Ground wide foot={setup.data && t('version', { version: setup.data.version })}>
      <Steps at={at} />
      <form onSubmit={submit} key={step}>
        <Body draft={draft} tried={tried} change={(part) => setDraft({ ...draft, ...part })} />
        <Trouble error={create.error} />
        <div className={style.actions} style={{ marginTop: 24 }}>
          {at > 0 && <Button size="large" onClick={() => setAt(at - 1)}>{t('back')}</Button>}
          <Button type="primary" size="large" htmlType="submit" loading={create.isPending}>{last ? t('open') : t('next')}</Button>
        </div>
      </form>
    </Ground>
  );
}

function Steps({ at }: { at: number }) {
  const t = useWords(words);
  const names = [t('stepOrganisation'), t('stepShop'), t('stepAdmin'), t('stepCheck')];
  return (
    <ol className={style.steps} aria-label={t('steps')}>
      {names.map((name, i) => <li key={name} className={i === at ? style.now : undefined} aria-current={i === at ? 'step' : undefined}>{name}</li>)}
    </ol>
  );
}
