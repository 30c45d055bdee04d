/** How this desk stands with head office, in a word that is true, and what that means for whoever works here. */
import { Button, Popover } from 'antd';
import { useState, type ReactNode } from 'react';
import type { HubState } from '../../ipc/bindings';
import { useAct, useCall } from '../../ipc/hooks';
import { classes } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { Icon, type IconName } from '../../kit/icons';
import { clock, duration, useNow } from '../../kit/time';
import { EVERY, hasHub, openQueue, useFollowUnsent, useHub, type Tab } from '../../sync/hub';
import style from './frame.module.css';
import { lineOf, type Line } from './sync-line';
import { words } from './words';


export function SyncPill() {
  const hub = useHub(EVERY);
  useFollowUnsent(hub);
  return hasHub(hub) ? <HubPill hub={hub} /> : <LocalPill />;
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
  const conflicts = useCall('conflict.list', {}).data?.total ?? 0;
  const [open, setOpen] = useState(false);
  const line = lineOf(hub, conflicts);
  const tops: Record<Line, string> = {
    synced: t('synced'),
    waiting: t('toSend', { count: hub.waiting }),
    trying: t('connecting'),
    offline: t('offline'),
    refused: t('notTaken', { count: hub.refused }),
    denied: t('shutOut'),
    clock: t('clockWrong'),
    conflicts: t('toDecide', { count: conflicts }),
  };
  const facts: Fact[] = [
    line === 'offline' || line === 'denied' ? ['cloudOff', line === 'denied' ? t('shutOutMore') : t('offlineMore')] : ['cloud', t('connectedMore')],
    ...(hub.waiting > 0 ? [['send', t('waitingMore', { count: hub.waiting })] satisfies Fact] : []),
    ...(hub.refused > 0 ? [['alert', t('notTakenMore', { count: hub.refused })] satisfies Fact] : []),
    ...(conflicts > 0 ? [['merge', t('toDecideMore', { count: conflicts })] satisfies Fact] : []),
    ...(hub.clock_off_ms !== 0 ? [['clock', t('clockMore')] satisfies Fact] : []),
    ['shield', t('localSafe')],
  ];
  const below = useBelow(hub, line);
  const look = (tab: Tab) => (setOpen(false), openQueue(tab));
  return (
    <Pill title={t('hubTitle', { state: tops[line] })} top={tops[line]} below={below} facts={facts} bad={!['synced', 'waiting', 'trying'].includes(line)} open={open} onOpen={setOpen}>
      <div className="row g8">
        <Button type="primary" onClick={() => look(line === 'refused' ? 'told' : line === 'conflicts' ? 'conflicts' : 'waiting')}>{t('openQueue')}</Button>
        {line === 'offline' && <Button onClick={() => tryNow.mutate({})}>{t('tryNow')}</Button>}
      </div>
    </Pill>
  );
}

/** Since when nothing was heard, or how old the oldest is that waits. */
function useBelow(hub: HubState, line: Line): string {
  const t = useWords(words);
  const now = useNow(10_000);
  if (line === 'offline' && hub.since > 0) return t('sinceTime', { time: clock(hub.since) });
  if (line === 'waiting' && hub.oldest > 0) return t('oldestShort', { age: duration(Math.max(0, now - hub.oldest), undefined, true) });
  return t('hubShort');
}

type Fact = [IconName, string];

interface PillProps {
  title: string;
  top: string;
  below: string;
  facts: Fact[];
  bad?: boolean;
  /** Left out: the popover opens and closes by itself. */
  open?: boolean;
  onOpen?: (open: boolean) => void;
  children?: ReactNode;
}

function Pill({ title, top, below, facts, bad = false, open, onOpen, children }: PillProps) {
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
      <Popover trigger="click" placement="rightBottom" title={title} content={content} {...(onOpen ? { open: open ?? false, onOpenChange: onOpen } : {})}>
        <button type="button" className={classes(style.pill, bad && style.badPill)} aria-haspopup="dialog" aria-label={title}>
          <b>{top}</b>
          <span>{below}</span>
        </button>
      </Popover>
    </div>
  );
}
