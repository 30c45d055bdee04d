/** The head of a ticket: where it is, what it is called, what it promises, what can be done next. */
import { Button, Tooltip } from 'antd';
import { Link, useLocation } from 'wouter';
import type { TicketDetail } from '../../ipc/bindings';
import { inboxPlace } from '../../ipc/place';
import { Avatar, ChannelGlyph, useChannelName } from '../../kit/avatar';
import { Chip } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import { Icon } from '../../kit/icons';
import { KeyCap } from '../../kit/key-cap';
import { useWide } from '../../kit/media';
import { when } from '../../kit/time';
import { SnoozeMenu } from '../../reminder/snooze-menu';
import { PriorityChip, StateChip } from '../../ticket/marks';
import { isLive } from '../../ticket/names';
import { PromiseRing } from '../../ticket/promise-ring';
import { StatePath } from '../../ticket/state-path';
import { viewWord } from '../tickets/head';
import { neighboursOf } from '../tickets/place';
import { words as listWords } from '../tickets/words';
import { MoreMenu } from './more-menu';
import { pointsOf } from './points';
import style from './ticket-page.module.css';
import { Title } from './title';
import type { Page } from './use-page';
import { words } from './words';

export function Head({ page, since }: { page: Page; since: number | undefined }) {
  const { ticket, promises, merged_into } = page.of;
  const wide = useWide();
  return (
    <header className={style.header}>
      <Crumbs page={page} />
      <div className={style.top}>
        <div className="col g8 grow">
          <Title page={page} />
          <Facts of={page.of} />
        </div>
        <PromiseRing promises={promises} ticket={ticket} pauses={wide} />
        {promises.length > 0 && wide && <span className={style.tallRule} />}
        {!merged_into && <Actions page={page} />}
      </div>
      <div className={style.pathLine}><StatePath state={ticket.state} since={since} /></div>
    </header>
  );
}

function Crumbs({ page }: { page: Page }) {
  const t = useWords(words);
  const ofList = useWords(listWords);
  const [, go] = useLocation();
  const { id, number } = page.of.ticket;
  const { view, at, total, previous, next } = neighboursOf(id);
  const title = 'key' in view ? ofList(viewWord[view.key]) : view.name;
  return (
    <nav className={style.crumbs} aria-label={t('crumbs')}>
      <Link href="/tickets">{t('tickets')}</Link>
      {title && <><Icon name="right" size={13} /><Link href="/tickets">{title}</Link></>}
      <Icon name="right" size={13} />
      <span className={`${style.here} num`} aria-current="page">{number}</span>
      <IconButton icon="link" small label={t('copyNumber')} keys="." onClick={page.acts.copyNumber} />
      <span className="grow" />
      {at > 0 && (
        <>
          <span className="num t12 nowrap">{t('position', { at, total: total.toLocaleString('en-US') })}</span>
          <IconButton icon="up" small size={16} label={t('previous')} keys="k" disabled={previous === undefined} onClick={() => previous && go(`/tickets/${previous}`)} />
          <IconButton icon="down" small size={16} label={t('next')} keys="j" disabled={next === undefined} onClick={() => next && go(`/tickets/${next}`)} />
        </>
      )}
    </nav>
  );
}

/** Two grounds at most beside the state; the rest is text. */
function Facts({ of: { ticket, kind, customer, assignee } }: { of: TicketDetail }) {
  const t = useWords(words);
  const channel = useChannelName();
  const link = ticket.conversation && ticket.channel && <Link href={inboxPlace(ticket.conversation, 'all')}>{t('conversationLink', { channel: channel(ticket.channel) })}</Link>;
  const name = customer?.name ?? t('noCustomer');
  return (
    <div className={style.facts}>
      <StateChip state={ticket.state} />
      {kind && <Chip>{kind.name}</Chip>}
      <PriorityChip priority={ticket.priority} />
      <span className={style.rule} />
      {ticket.channel && <ChannelGlyph of={ticket.channel} />}
      <span className="ell">{link ? t.rich('conversationOf', { name, link }) : name}</span>
      <span className={`${style.rule} ${style.onlyWide}`} />
      <span className={`row g8 ${style.onlyWide}`}>
        {assignee ? <><Avatar name={assignee.name} size={20} />{t('owns', { name: assignee.name })}</> : <span style={{ color: 'var(--z-warn)' }}>{t('nobodyOwns')}</span>}
      </span>
      {ticket.snoozed_until !== null && <Chip icon="snooze" bare>{t('snoozedTill', { when: when(ticket.snoozed_until) })}</Chip>}
    </div>
  );
}

function Actions({ page }: { page: Page }) {
  const t = useWords(words);
  const { of, open, acts } = page;
  const live = isLive(of.ticket.state);
  const { blocking } = pointsOf(of);
  const stepBack = page.handing ? ('default' as const) : ('primary' as const);
  return (
    <div className={style.actions}>
      <MoreMenu page={page} />
      {live && <SnoozeMenu noun="ticket" about={of.ticket.id} snoozedUntil={of.ticket.snoozed_until} open={page.snoozing} onOpen={page.snooze} onSnooze={acts.snooze} />}
      {live && <IconButton icon="forward" label={t('handOver')} keys="h" on={page.handing} onClick={() => page.hand(!page.handing)} />}
      <Button onClick={() => open('state')}>{t('move')} <KeyCap keys="s" /></Button>
      {live ? (
        <Tooltip title={blocking.length > 0 ? <Points points={blocking} /> : undefined}>
          <Button type={blocking.length > 0 ? 'default' : stepBack} onClick={() => open('resolve')}>
            {t('resolve')} {blocking.length > 0 && <span className="t12 ink3 num">{t('openPoints', { count: blocking.length })}</span>}<KeyCap keys="shift+c" />
          </Button>
        </Tooltip>
      ) : (
        <Button onClick={() => acts.move('open')}>{t('reopen')}</Button>
      )}
    </div>
  );
}

function Points({ points }: { points: readonly string[] }) {
  const t = useWords(words);
  return <>{t('pointsWhy')}<ul>{points.slice(0, 6).map((point) => <li key={point}>{point}</li>)}</ul></>;
}
