/** One ticket: head, story with its tabs, facts beside it where there is room, hand-over beside that when asked for. */
import type { ReactNode } from 'react';
import type { TicketDetail } from '../../ipc/bindings';
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { useWide } from '../../kit/media';
import { Checklist } from './checklist';
import { Data } from './data';
import { Dock } from './dock';
import { FilesTab } from './files-tab';
import { HandOver } from './hand-over';
import { Head } from './head';
import { HistoryTab } from './history-tab';
import { useTicketKeys } from './keys';
import { Relations } from './relations';
import { Sheets } from './sheets';
import { sinceIn } from './story';
import { StoryTab } from './story-tab';
import { Tabs } from './tabs';
import { ThreadTab } from './thread-tab';
import style from './ticket-page.module.css';
import { usePage, type Page } from './use-page';
import { words } from './words';

export function TicketPage({ of }: { of: TicketDetail }) {
  const t = useWords(words);
  const wide = useWide();
  const page = usePage(of);
  const story = useCall('ticket.story', { id: of.ticket.id });
  useTicketKeys(page);
  const tab = wide && (page.tab === 'checks' || page.tab === 'relations' || page.tab === 'data') ? 'story' : page.tab;
  const bodies: Record<Page['tab'], () => ReactNode> = {
    story: () => <StoryTab page={page} story={story} />,
    thread: () => <ThreadTab of={of} />,
    files: () => <FilesTab of={of} story={story.data} />,
    history: () => <HistoryTab id={of.ticket.id} />,
    checks: () => <Checklist page={page} />,
    relations: () => <Relations page={page} />,
    data: () => <Data page={page} />,
  };
  return (
    <section className={page.handing ? `${style.page} ${style.handing}` : style.page} aria-label={of.ticket.number}>
      <Head page={page} since={sinceIn(story.data, of.ticket)} />
      <div className={style.main}>
        <Tabs page={{ ...page, tab }} story={story.data} />
        <div key={tab} className={style.fill}>{tab === 'thread' ? bodies.thread() : // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
          <div tabIndex={0} className={tab === 'story' || tab === 'files' ? style.body : style.panel}>{bodies[tab]()}</div>}</div>
        {of.merged_into === null && <Dock page={page} />}
      </div>
      {wide && (
        <section className={style.side} aria-label={t('facts')}>
          <h2 className="unseen">{t('facts')}</h2>
          <Checklist page={page} />
          <Relations page={page} />
          <Data page={page} />
        </section>
      )}
      {page.handing && <HandOver page={page} story={story.data} />}
      <Sheets page={page} />
    </section>
  );
}
