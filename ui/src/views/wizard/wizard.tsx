/** First run: a new chain (who we are, the first shop, the first administrator, open), or one that exists. Nothing is written before the last button. */
import { Button } from 'antd';
import { useState, type FormEvent, type ReactNode } from 'react';
import { cache } from '../../ipc/cache';
import { useAct, useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { Icon } from '../../kit/icons';
import { enter } from '../sign-in/entry';
import { Ground, Trouble } from '../sign-in/parts';
import style from '../sign-in/sign-in.module.css';
import { asked, blank, mayLeave, steps, type Draft } from './draft';
import { Arriving, Join } from './join';
import { AdminStep, CheckStep, OrganisationStep, ShopStep, type StepProps } from './steps';
import { words } from './words';

const bodies: Record<(typeof steps)[number], (props: StepProps) => ReactNode> = { organisation: OrganisationStep, shop: ShopStep, admin: AdminStep, check: CheckStep };

type Way = 'new' | 'join';

/** ms: somebody stands there and waits for their colleagues to arrive. */
const OFTEN = 1000;

export function Wizard() {
  const t = useWords(words);
  const [way, setWay] = useState<Way>();
  const [arriving, setArriving] = useState(false);
  const state = useCall('setup.state', {}, arriving ? { every: OFTEN } : {});
  const setup = state.data;
  const waits = setup?.joining != null;
  if (waits !== arriving) setArriving(waits);
  const back = () => setWay(undefined);
  return (
    <Ground wide foot={setup && t('version', { version: setup.version })}>
      {setup?.joining ? <Arriving joining={setup.joining} organisation={setup.organisation} /> : way === undefined ? <Choice onChoose={setWay} /> : way === 'join' ? <Join onBack={back} onJoined={() => void state.refetch()} /> : <Opening onBack={back} />}
    </Ground>
  );
}

function Choice({ onChoose }: { onChoose: (way: Way) => void }) {
  const t = useWords(words);
  const ways = [['new', 'store', t('wayNew'), t('wayNewMore')], ['join', 'cloud', t('wayJoin'), t('wayJoinMore')]] as const;
  return (
    <>
      <h1 className={style.heading}>{t('wayTitle')}</h1>
      <div className={style.form}>
        {ways.map(([way, icon, name, more]) => (
          <button key={way} type="button" className={style.way} onClick={() => onChoose(way)}>
            <Icon name={icon} size={21} />
            <span className="col g4 grow"><b>{name}</b><span className="t13 ink2">{more}</span></span>
            <Icon name="right" size={16} />
          </button>
        ))}
      </div>
    </>
  );
}

function Opening({ onBack }: { onBack: () => void }) {
  const t = useWords(words);
  const [draft, setDraft] = useState<Draft>(blank);
  const [at, setAt] = useState(0);
  const [tried, setTried] = useState(false);
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
    <>
      <Steps at={at} />
      <form onSubmit={submit} key={step}>
        <Body draft={draft} tried={tried} change={(part) => setDraft({ ...draft, ...part })} />
        <Trouble error={create.error} />
        <div className={style.actions} style={{ marginTop: 24 }}>
          <Button size="large" onClick={() => (at > 0 ? setAt(at - 1) : onBack())}>{t('back')}</Button>
          <Button type="primary" size="large" htmlType="submit" loading={create.isPending}>{last ? t('open') : t('next')}</Button>
        </div>
      </form>
    </>
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
