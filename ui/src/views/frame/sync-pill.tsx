/** How this desk stands with head office, in a word that is true, and what that means for whoever works here. */
import { Button, Popover } from 'antd';
import type { ReactNode } from 'react';
import type { HubState } from '../../ipc/bindings';
import { useAct, useCall } from '../../ipc/hooks';
import { classes } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { Icon, type IconName } from '../../kit/icons';
import { clock } from '../../kit/time';
import style from './frame.module.css';
import { lineOf, type Line } from './sync-line';
import { words } from './words';

/** ms: what waits changes with every commit, the line without any. */
const EVERY = 3000;

export function SyncPill() {
  const hub = useCall('hub.state', {}, { every: EVERY }).data;
  return hub && hub.line !== 'alone' ? <HubPill hub={hub} /> : <LocalPill />;
}

function LocalPill() {
  const t = useWords(words);
  const facts: Fact[] = [
    ['shield', t('localSafe')],
    ['check', t('localWork')],
    ['cloudOff', t('localOthers')],
    ['archive', t('localExport')],
  ];
  return <Pill title={t('localTitle')} top={t('localOnly')} below={t('noHub')} facts={facts} />;
}

function HubPill({ hub }: { hub: HubState }) {
  const t = useWords(words);
  const tryNow = useAct('hub.try_now');
  const line = lineOf(hub);
  const tops: Record<Line, string> = {
    synced: t('synced'),
    waiting: t('toSend', { count: hub.waiting }),
    trying: t('connecting'),
    offline: t('offline'),
    refused: t('notTaken', { count: hub.refused }),
    denied: t('shutOut'),
    clock: t('clockWrong'),
  };
  const facts: Fact[] = [
    line === 'offline' || line === 'denied' ? ['cloudOff', line === 'denied' ? t('shutOutMore') : t('offlineMore')] : ['cloud', t('connectedMore')],
    ...(hub.waiting > 0 ? [['send', t('waitingMore', { count: hub.waiting })] satisfies Fact] : []),
    ...(hub.refused > 0 ? [['alert', t('notTakenMore', { count: hub.refused })] satisfies Fact] : []),
    ...(hub.clock_off_ms !== 0 ? [['clock', t('clockMore')] satisfies Fact] : []),
    ['shield', t('localSafe')],
  ];
  const below = line === 'offline' && hub.since > 0 ? t('sinceTime', { time: clock(hub.since) }) : t('hubShort');
  return (
    <Pill title={t('hubTitle', { state: tops[line] })} top={tops[line]} below={below} facts={facts} bad={line !== 'synced' && line !== 'waiting' && line !== 'trying'}>
      {line === 'offline' && <Button onClick={() => tryNow.mutate({})}>{t('tryNow')}</Button>}
    </Pill>
  );
}

type Fact = [IconName, string];

function Pill({ title, top, below, facts, bad = false, children }: { title: string; top: string; below: string; facts: Fact[]; bad?: boolean; children?: ReactNode }) {
  const content = (
    <div className={style.popover}>
      <ul className={style.facts}>
        {facts.map(([icon, text]) => <li key={icon}><Icon name={icon} size={17} /><span>{text}</span></li>)}
      </ul>
      {children}
    </div>
  );
  return (
    <div role="status">
      <Popover trigger="click" placement="rightBottom" title={title} content={content}>
        <button type="button" className={classes(style.pill, bad && style.badPill)} aria-haspopup="dialog" aria-label={title}>
          <b>{top}</b>
          <span>{below}</span>
        </button>
      </Popover>
    </div>
  );
}
