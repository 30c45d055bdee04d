/** The queue of the line to head office, over whatever page one is on. */
import { Drawer, Tabs } from 'antd';
import { useCall } from '../ipc/hooks';
import { useWords } from '../kit/i18n';
import { useKeys } from '../kit/keys';
import { useScopes } from '../kit/scopes';
import { Conflicts } from './conflicts';
import { closeQueue, hasHub, openQueue, tabs, useHub, useQueue, type Tab } from './hub';
import { Told } from './told';
import { Waiting } from './waiting';
import { words } from './words';

export function QueueSheet() {
  const t = useWords(words);
  const hub = useHub();
  const open = useQueue();
  const here = hasHub(hub);
  useKeys(useScopes().anywhere, here ? [{ key: 'g q', label: t('openQueue'), icon: 'cloud', also: 'sync queue conflicts tongbu duilie daifa chongtu', run: () => openQueue() }] : []);
  const conflicts = useCall('conflict.list', here ? {} : 'skip').data?.total ?? 0;
  if (!here || open === undefined) return null;
  const counts: Record<Tab, number> = { waiting: hub.waiting, told: hub.refused, conflicts };
  const bodies = { waiting: <Waiting hub={hub} />, told: <Told hub={hub} />, conflicts: <Conflicts /> };
  return (
    <Drawer open title={t('queue')} aria-label={t('queue')} size={640} onClose={closeQueue} closable={{ 'aria-label': t('close') }} destroyOnHidden styles={{ wrapper: { maxWidth: 'calc(100vw - 72px)' } }}>
      <Tabs
        activeKey={open}
        onChange={(key) => openQueue(tabs.find((tab) => tab === key))}
        items={tabs.map((tab) => ({ key: tab, label: counts[tab] > 0 ? `${t(tab)} ${counts[tab]}` : t(tab), children: bodies[tab] }))}
        destroyOnHidden
      />
    </Drawer>
  );
}
