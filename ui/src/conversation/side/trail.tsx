/** What the customer had to do with us, over all channels and shops, newest first. */
import { Button } from 'antd';
import { useState } from 'react';
import type { TimelineEntry } from '../../ipc/bindings';
import { useCall } from '../../ipc/hooks';
import { ChannelGlyph } from '../../kit/avatar';
import { useWords } from '../../kit/i18n';
import { Icon } from '../../kit/icons';
import { Empty, Failure, Skeleton } from '../../kit/states';
import { useNow, whenFull, whenShort } from '../../kit/time';
import style from './side.module.css';
import { words } from './words';

const STEP = 5;

export function TrailSum({ customer }: { customer: string }) {
  const t = useWords(words);
  const { data } = useCall('customer.get', { id: customer });
  if (!data) return null;
  return (
    <a className={style.sum} href={`#/customers/${customer}`}>
      {t('trailSum', { shops: data.stats.shops_visited, count: data.stats.conversations })}
      <Icon name="right" size={14} />
    </a>
  );
}

export function Trail({ customer }: { customer: string }) {
  const t = useWords(words);
  const [limit, setLimit] = useState(STEP);
  const trail = useCall('customer.timeline', { id: customer, before: null, limit }, { keep: true });
  if (trail.error && !trail.data) return <Failure message={trail.error.message} refusal={trail.error.refusal} onRetry={() => void trail.refetch()} />;
  if (!trail.data) return <Skeleton />;
  if (trail.data.length === 0) return <Empty size="quiet" title={t('trailNone')} />;
  return (
    <>
      <ol>{trail.data.map((entry) => <Entry key={`${entry.noun}-${entry.id}-${entry.at}`} of={entry} />)}</ol>
      {trail.data.length >= limit && <Button type="text" size="small" style={{ marginTop: 8 }} onClick={() => setLimit(limit + 20)}>{t('trailMore')}</Button>}
    </>
  );
}

/** Where an entry is read in full. */
function hrefOf({ noun, id }: TimelineEntry): string | undefined {
  if (noun === 'ticket') return `#/tickets/${id}`;
  return noun === 'conversation' ? `#/inbox/all/${id}` : undefined;
}

function Entry({ of }: { of: TimelineEntry }) {
  const now = useNow(60_000);
  const href = hrefOf(of);
  const text = <>{of.title}{of.detail && <span className="ink3"> {of.detail}</span>}</>;
  return (
    <li className={style.trail}>
      {of.channel ? <ChannelGlyph of={of.channel} /> : <Icon name={of.noun === 'rating' ? 'star' : 'ticket'} size={16} />}
      <span className={style.trailText}>
        {href ? <a href={href} style={{ color: 'inherit' }}>{of.number && <span className="num" style={{ color: 'var(--z-accent)' }}>{of.number} </span>}{text}</a> : text}
      </span>
      <time className="num" title={whenFull(of.at)}>{whenShort(of.at, now)}</time>
    </li>
  );
}
