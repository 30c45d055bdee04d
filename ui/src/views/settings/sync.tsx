/** How this desk stands with head office; where it has none, the way to one. */
import { Button } from 'antd';
import type { HubState } from '../../ipc/bindings';
import { useAct, useCall } from '../../ipc/hooks';
import { useMayCall } from '../../ipc/me';
import { Group } from '../../kit/form';
import { useWords } from '../../kit/i18n';
import { duration, useNow, whenFull } from '../../kit/time';
import { EVERY, hasHub, openQueue } from '../../sync/hub';
import { EnrolForm } from '../wizard/enrol-form';
import { Page, Read } from './page';
import style from './settings.module.css';
import { words } from './words';

export function SyncPart() {
  const t = useWords(words);
  const state = useCall('hub.state', {}, { every: EVERY });
  return (
    <Page title={t('sync')}>
      <Read of={state}>{(hub) => <div className={style.body}><div className={style.sheet}>{hasHub(hub) ? <Standing hub={hub} /> : <Enrol onDone={() => void state.refetch()} />}</div></div>}</Read>
    </Page>
  );
}

function Standing({ hub }: { hub: HubState }) {
  const t = useWords(words);
  const now = useNow(10_000);
  const tryNow = useAct('hub.try_now');
  const conflicts = useCall('conflict.list', {}).data?.total ?? 0;
  const line = { trying: t('lineTrying'), connected: t('lineConnected'), offline: t('lineOffline', { when: whenFull(hub.since) }), denied: t('lineDenied'), alone: '' }[hub.line];
  const clock = hub.clock_off_ms === 0 ? t('clockRight') : t('clockOff', { time: duration(Math.abs(hub.clock_off_ms)) });
  const waiting = hub.waiting === 0 ? t('nothingWaits') : t('waits', { count: hub.waiting, age: duration(Math.max(0, now - hub.oldest), undefined, true) });
  const rows = [
    [t('line'), hub.trouble ? <>{line} <span className="t12 ink3">{hub.trouble}</span></> : line],
    [t('hubAddress'), <span key="url" className="mono">{hub.url}</span>],
    [t('deviceId'), <span key="device" className="mono">{hub.device}</span>],
    [t('deviceClock'), clock],
    [t('waitingCount'), waiting],
    [t('refusedCount'), t('recordsCount', { count: hub.refused })],
    [t('conflictCount'), t('recordsCount', { count: conflicts })],
  ] as const;
  return (
    <Group title={t('headOffice')} hint={t('headOfficeHint')}>
      <dl className={style.facts}>{rows.flatMap(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>])}</dl>
      <div className="row g8">
        <Button type="primary" onClick={() => openQueue()}>{t('openQueue')}</Button>
        <Button onClick={() => tryNow.mutate({})}>{t('tryNow')}</Button>
      </div>
    </Group>
  );
}

function Enrol({ onDone }: { onDone: () => void }) {
  const t = useWords(words);
  const may = useMayCall();
  const enrol = useAct('hub.enrol', { quiet: true });
  return (
    <Group title={t('noHeadOffice')} hint={t('noHeadOfficeHint')}>
      {may('hub.enrol') ? (
        <div style={{ maxWidth: 440 }}>
          <EnrolForm error={enrol.error} busy={enrol.isPending} onAsk={(input) => enrol.mutate(input, { onSuccess: onDone })} onType={() => enrol.isError && enrol.reset()} />
        </div>
      ) : (
        <p className="t13 ink2">{t('askToEnrol')}</p>
      )}
    </Group>
  );
}
