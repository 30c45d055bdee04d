/** The trail of a customer over every channel and shop. Reads on by itself as its end comes into sight. */
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { Id, TimelineEntry } from '../ipc/bindings';
import { placeOf } from '../ipc/place';
import { ChannelGlyph } from '../kit/avatar';
import { Chip } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { Empty, Failure, Skeleton } from '../kit/states';
import { useNow, when, whenFull } from '../kit/time';
import style from './card.module.css';
import { StateChip } from './state-chip';
import { useTimeline } from './use-timeline';
import { words } from './words';

export function TimelinePane({ id }: { id: Id }) {
  const t = useWords(words);
  const { entries, loading, error, retry, more } = useTimeline(id);
  if (error) return <Failure message={error.message} refusal={error.refusal} onRetry={retry} />;
  if (loading) return <Skeleton lines={5} />;
  if (entries.length === 0) return <Empty size="small" title={t('timelineEmpty')} next={t('timelineEmptyNext')} />;
  return (
    <>
      <ol className={style.trail} aria-label={t('timeline')}>
        {entries.map((entry) => <li key={`${entry.noun} ${entry.id}`}><Entry entry={entry} /></li>)}
      </ol>
      {more ? <More onReach={more} /> : <p className="t12 ink3" style={{ padding: '8px 12px 24px 44px' }}>{t('timelineEnd')}</p>}
    </>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const place = entry.noun === 'ticket' || entry.noun === 'conversation' ? placeOf(entry.noun, entry.id) : undefined;
  return place ? <Link href={place} className={style.entry}><Inside entry={entry} /></Link> : <div className={style.entry}><Inside entry={entry} /></div>;
}

function Inside({ entry }: { entry: TimelineEntry }) {
  const now = useNow(60_000);
  return (
    <>
      {entry.channel ? <ChannelGlyph of={entry.channel} size={20} /> : <span className={style.glyph}><Icon name={entry.noun === 'rating' ? 'star' : 'ticket'} size={13} /></span>}
      <span className="row g8">
        {entry.number && <span className="num ink3 nowrap">{entry.number}</span>}
        <span className="ell">{entry.title}</span>
        <StateChip state={entry.state} />
      </span>
      <time className="t12 ink3 num nowrap" dateTime={new Date(entry.at).toISOString()} title={whenFull(entry.at)}>{when(entry.at, now)}</time>
      {(entry.detail || entry.shop) && (
        <span className={style.detail}>
          {entry.shop && <><Chip bare>{entry.shop.name}</Chip>{entry.detail && ' · '}</>}
          {entry.detail}
        </span>
      )}
    </>
  );
}

function More({ onReach }: { onReach: () => void }) {
  const t = useWords(words);
  const mark = useRef<HTMLDivElement>(null);
  const reach = useRef(onReach);
  useEffect(() => {
    reach.current = onReach;
  });
  useEffect(() => {
    if (!mark.current || typeof IntersectionObserver === 'undefined') return;
    const eye = new IntersectionObserver(([seen]) => seen?.isIntersecting && reach.current(), { rootMargin: '240px' });
    eye.observe(mark.current);
    return () => eye.disconnect();
  }, []);
  return <div ref={mark} style={{ padding: '8px 12px 24px 36px' }}><Button size="small" type="text" onClick={onReach}>{t('timelineMore')}</Button></div>;
}
