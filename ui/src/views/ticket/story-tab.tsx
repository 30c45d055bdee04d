/** What happened to a ticket, told: the description, each step as a sentence, then what is promised. */
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { Story } from '../../ipc/bindings';
import type { CallError } from '../../ipc/error';
import { useWords } from '../../kit/i18n';
import { Icon } from '../../kit/icons';
import { useRemembered } from '../../kit/remembered';
import { Empty, Failure, Skeleton } from '../../kit/states';
import { day, useNow, when } from '../../kit/time';
import { Description } from './description';
import { Entry } from './story-entry';
import { linesOfStory } from './story';
import { newestFirst } from './tabs';
import style from './ticket-page.module.css';
import type { Page } from './use-page';
import { words } from './words';

interface Props {
  page: Page;
  story: UseQueryResult<Story, CallError>;
}

export function StoryTab({ page, story }: Props) {
  const t = useWords(words);
  const reversed = useRemembered(newestFirst);
  const list = useRef<HTMLOListElement>(null);
  const count = story.data?.entries.length ?? 0;
  useEffect(() => {
    const place = list.current?.parentElement;
    place?.scrollTo({ top: reversed ? 0 : place.scrollHeight });
  }, [reversed, count]);
  if (!story.data && story.error) return <Failure message={story.error.message} refusal={story.error.refusal} onRetry={() => void story.refetch()} />;
  if (!story.data) return <Skeleton lines={5} />;
  const { past, ahead } = linesOfStory(story.data, reversed);
  const future = ahead.map((entry, i) => <Entry key={`ahead-${i}`} entry={entry} of={page.of} ahead />);
  return (
    <>
      <Strips page={page} />
      <Description page={page} />
      {past.length === 0 && <Empty size="small" title={t('storyEmpty')} next={t('storyEmptyNext')} />}
      <ol ref={list} aria-label={t('tabStory')}>
        {reversed && future}
        {past.map((line) => (line.kind === 'day' ? <DayLine key={line.key} at={line.at} /> : <Entry key={line.key} entry={line.entry} of={page.of} />))}
        {!reversed && future}
      </ol>
    </>
  );
}

function DayLine({ at }: { at: number }) {
  const now = useNow(60_000);
  const said = when(at, now);
  return <li className={style.dayLine}>{said.includes(':') ? said.split(/\s\d/)[0] : day(at, now)}</li>;
}

/** Merged away, or resolved and how. */
function Strips({ page }: { page: Page }) {
  const t = useWords(words);
  const { merged_into: into, ticket } = page.of;
  return (
    <>
      {into && (
        <div className={style.strip} role="status">
          <Icon name="merge" size={16} />
          <span className="grow">{t.rich('mergedInto', { number: <Link href={`/tickets/${into.id}`} className="num">{into.number}</Link> })}</span>
          <button type="button" className={style.link} onClick={() => page.acts.unmerge(ticket.id)}>{t('unmerge')}</button>
        </div>
      )}
      {ticket.resolution && (
        <div className={`${style.strip} ${style.ok}`}>
          <Icon name="checks" size={16} />
          <span className="grow" style={{ whiteSpace: 'pre-wrap' }}><b>{t('resolutionTitle')}</b> {ticket.resolution}</span>
        </div>
      )}
    </>
  );
}
