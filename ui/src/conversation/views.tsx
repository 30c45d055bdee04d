/** The views of the inbox with their counts: mine, the shop's, saved ones, channels. A column when wide, a menu when not. */
import { useState } from 'react';
import type { InboxCounts, InboxView, View, ViewCount } from '../ipc/bindings';
import { useAct, useCall } from '../ipc/hooks';
import { useMe } from '../ipc/me';
import { ChannelGlyph, channels, useChannelName } from '../kit/avatar';
import { classes } from '../kit/chip';
import { Confirm } from '../kit/confirm';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { Icon, type IconName } from '../kit/icons';
import { PaneHeader } from '../kit/pane';
import style from './list.module.css';
import { mineViews, nameOf, shopViews, type Place } from './where';
import { words } from './words';

const looks = {
  waiting: { icon: 'reply', key: 'viewWaiting' },
  mine: { icon: 'user', key: 'viewMine' },
  mentioned: { icon: 'at', key: 'viewMentioned' },
  snoozed: { icon: 'snooze', key: 'viewSnoozed' },
  unsent: { icon: 'send', key: 'viewUnsent' },
  unassigned: { icon: 'users', key: 'viewUnassigned' },
  due_soon: { icon: 'alert', key: 'viewDueSoon' },
  open: { icon: 'chat', key: 'viewOpen' },
  ended_today: { icon: 'archive', key: 'viewEndedToday' },
  all: { icon: 'list', key: 'viewAll' },
} as const satisfies Record<InboxView, { icon: IconName; key: string }>;

export function usePlaceName(): (place: Place) => string {
  const t = useWords(words);
  const channel = useChannelName();
  const saved = useCall('view.list', { of: 'conversation' });
  return (place) => {
    if (place.of === 'view') return t(looks[place.view].key);
    return place.of === 'channel' ? channel(place.channel) : (saved.data?.find((view) => view.id === place.saved)?.name ?? t('viewAll'));
  };
}

export function countOf(counts: readonly ViewCount[] | undefined, key: string): ViewCount | undefined {
  return counts?.find((count) => count.key === key);
}

interface Props {
  at: Place;
  onGo: (place: Place) => void;
}

function Line({ icon, label, count, on, warns, onGo }: { icon: React.ReactNode; label: string; count: ViewCount | undefined; on: boolean; warns?: boolean; onGo: () => void }) {
  const t = useWords(words);
  const late = count?.late ?? 0;
  const said = count && late > 0 ? t('countLate', { count: count.count, late }) : undefined;
  return (
    <button type="button" className={classes(style.view, on && style.on)} aria-current={on ? 'page' : undefined} onClick={onGo}>
      {icon}
      <span className="ell">{label}</span>
      {count && <span className={classes(style.count, warns && count.count > 0 && style.late)} title={said}>{count.count}</span>}
    </button>
  );
}

export function ViewList({ at, onGo }: Props) {
  const t = useWords(words);
  const channelName = useChannelName();
  const counts = useCall('conversation.counts', {}, { every: 60_000 });
  const saved = useCall('view.list', { of: 'conversation' });
  const here = nameOf(at);
  const go = (place: Place) => ({ on: nameOf(place) === here, onGo: () => onGo(place) });
  const fixed = (view: keyof typeof looks) => (
    <Line key={view} icon={<Icon name={looks[view].icon} size={16} />} label={t(looks[view].key)} count={countOf(counts.data?.views, view)} warns={view === 'due_soon'} {...go({ of: 'view', view })} />
  );
  const used = channels.filter((channel) => (countOf(counts.data?.channels, channel)?.count ?? 0) > 0 || here === `channel.${channel}`);
  return (
    <>
      <h3 className={style.group}>{t('groupMine')}</h3>
      {mineViews.map(fixed)}
      <h3 className={style.group}>{t('groupShop')}</h3>
      {[...shopViews, 'all' as const].map(fixed)}
      {saved.data && saved.data.length > 0 && <h3 className={style.group}>{t('groupSaved')}</h3>}
      {saved.data?.map((view) => <Saved key={view.id} view={view} counts={counts.data} {...go({ of: 'saved', saved: view.id })} />)}
      {used.length > 0 && <h3 className={style.group}>{t('groupChannels')}</h3>}
      {used.map((channel) => <Line key={channel} icon={<ChannelGlyph of={channel} label={false} />} label={channelName(channel)} count={countOf(counts.data?.channels, channel)} {...go({ of: 'channel', channel })} />)}
    </>
  );
}

function Saved({ view, counts, on, onGo }: { view: View; counts: InboxCounts | undefined; on: boolean; onGo: () => void }) {
  const t = useWords(words);
  const me = useMe();
  const drop = useAct('view.delete');
  const [asking, setAsking] = useState(false);
  const name = t('deleteView', { name: view.name });
  return (
    <div className={style.viewLine}>
      <Line icon={<Icon name="star" size={16} />} label={view.name} count={countOf(counts?.saved, view.id)} on={on} onGo={onGo} />
      {view.owner === me?.staff.id && <span className={style.drop}><IconButton icon="trash" small destroys label={name} onClick={() => setAsking(true)} /></span>}
      <Confirm open={asking} title={name} action={name} onClose={() => setAsking(false)} onDo={() => (setAsking(false), drop.mutate({ id: view.id }))}>{t('deleteViewNote')}</Confirm>
    </div>
  );
}

export function ViewsColumn({ at, onGo, onNew }: Props & { onNew: () => void }) {
  const t = useWords(words);
  return (
    <nav className={style.views} aria-label={t('views')}>
      <PaneHeader title={t('inbox')} level={1}>
        <IconButton icon="edit" label={t('newConversation')} keys="shift+n" onClick={onNew} />
      </PaneHeader>
      <div className={style.viewsBody}><ViewList at={at} onGo={onGo} /></div>
    </nav>
  );
}
