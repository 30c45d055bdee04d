/** The head of a thread: who, how they feel, through which channel, and everything one can do with the conversation. */
import { Button, Dropdown, type MenuProps } from 'antd';
import type { ConversationDetail, Mood } from '../ipc/bindings';
import { useMe } from '../ipc/me';
import { ChannelGlyph, useChannelName } from '../kit/avatar';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { Icon } from '../kit/icons';
import { useWide } from '../kit/media';
import { SnoozeMenu } from '../reminder/snooze-menu';
import { HandOn } from './hand-on';
import { MoodChip, moods } from './mood';
import style from './thread.module.css';
import type { ConversationActs } from './use-acts';
import { words } from './words';

export type Opened = 'snooze' | 'assign' | undefined;

interface Props {
  of: ConversationDetail;
  acts: ConversationActs;
  opened: Opened;
  onOpened: (opened: Opened) => void;
  side: boolean;
  onSide: (open: boolean) => void;
  /** Where a ticket is read. */
  ticketHref: (id: string) => string;
  asOf: string | undefined;
}

export function ThreadHeader({ of, acts, opened, onOpened, side, onSide, ticketHref, asOf }: Props) {
  const t = useWords(words);
  const wide = useWide();
  const me = useMe();
  const { conversation } = of;
  const ended = conversation.state === 'ended';
  const mine = of.assignee?.id === me?.staff.id;
  return (
    <header className={style.header}>
      <div className="col" style={{ gap: 2 }}>
        <div className="row g8">
          <h2 className="t16 b ell">{of.customer?.name ?? t('noCustomer')}</h2>
          {conversation.mood && <MoodChip mood={conversation.mood} />}
        </div>
        <SubLine of={of} ticketHref={ticketHref} asOf={asOf} />
      </div>
      <span className="grow" />
      {of.assignee && !mine && wide && <span className="t12 ink3 nowrap">{t('assignedTo', { name: of.assignee.name })}</span>}
      {!of.assignee && !ended && <Button onClick={acts.claim}>{t('claim')}</Button>}
      <SnoozeMenu noun="conversation" about={conversation.id} snoozedUntil={conversation.snoozed_until} open={opened === 'snooze'} onOpen={(open) => onOpened(open ? 'snooze' : undefined)} onSnooze={acts.snooze} />
      <HandOn of={of} open={opened === 'assign'} onOpen={(open) => onOpened(open ? 'assign' : undefined)} />
      {ended ? <Button onClick={acts.reopen}>{t('reopen')}</Button> : <Button onClick={acts.end}>{t('end')}</Button>}
      <MoreMenu of={of} acts={acts} />
      <IconButton icon="panel" keys="]" label={t(side ? 'hideSide' : 'showSide')} on={side} onClick={() => onSide(!side)} />
    </header>
  );
}

function SubLine({ of, ticketHref, asOf }: Pick<Props, 'of' | 'ticketHref' | 'asOf'>) {
  const t = useWords(words);
  const wide = useWide();
  const channelName = useChannelName();
  const ticket = of.tickets.find((row) => row.id === of.conversation.ticket) ?? of.tickets[0];
  return (
    <div className={style.subline}>
      <ChannelGlyph of={of.conversation.channel} size={14} label={false} />
      <span className="nowrap">{channelName(of.conversation.channel)}</span>
      {wide && of.shop && <span className="ell">· {of.shop.name}</span>}
      {ticket && <a className="num nowrap" href={ticketHref(ticket.id)} aria-label={t('ticketLink', { number: ticket.number })}>· {ticket.number}</a>}
      {asOf && <span className="nowrap">· {t('stale', { clock: asOf })}</span>}
    </div>
  );
}

const moodNames: readonly Mood[] = ['calm', 'pleased', 'anxious', 'angry'];

function MoreMenu({ of, acts }: Pick<Props, 'of' | 'acts'>) {
  const t = useWords(words);
  const ended = of.conversation.state === 'ended';
  const items: MenuProps['items'] = [
    ...(ended ? [] : [{ key: 'endNext', label: t('endNext'), icon: <Icon name="archive" size={16} />, onClick: acts.endAndNext }]),
    { key: 'unread', label: t('markUnread'), icon: <Icon name="inbox" size={16} />, onClick: acts.markUnread },
    {
      key: 'mood',
      label: t('moodSet'),
      icon: <Icon name="smile" size={16} />,
      children: moodNames.map((mood) => ({ key: mood, label: t(moods[mood].key), icon: <Icon name={moods[mood].icon} size={16} />, onClick: () => acts.setMood(mood) })),
    },
  ];
  return (
    <Dropdown menu={{ items, selectedKeys: of.conversation.mood ? [of.conversation.mood] : [] }} trigger={['click']} autoFocus placement="bottomRight">
      <IconButton icon="more" label={t('more')} menu />
    </Dropdown>
  );
}
