/** A record of any noun in one line: what it is, what it is called, and the way to it. */
import type { Id, Noun } from '../ipc/bindings';
import { Link } from 'wouter';
import { useTrailNames } from '../audit/names';
import { placeOf } from '../ipc/place';
import { useWords } from '../kit/i18n';
import { Icon, type IconName } from '../kit/icons';
import { closeQueue } from './hub';
import style from './sync.module.css';
import { words } from './words';

const icons: Partial<Record<Noun, IconName>> = { ticket: 'ticket', conversation: 'chat', customer: 'user', article: 'book', category: 'book', shop: 'store', staff: 'users', department: 'group', role: 'badge' };

interface Props {
  noun: Noun | null;
  id: Id;
  /** None for a record that is not here, or not for this person to see. */
  title: string | null;
  /** What is said then. */
  missing?: string;
}

export function Record({ noun, id, title, missing }: Props) {
  const t = useWords(words);
  const names = useTrailNames();
  const name = title === null ? (missing ?? t('elsewhere')) : title || t('unnamed');
  const place = title !== null && noun ? placeOf(noun, id) : undefined;
  return (
    <div className={style.record}>
      <Icon name={(noun && icons[noun]) ?? 'gear'} size={16} />
      {noun && <span className="t12 ink3 nowrap">{names.noun(noun)}</span>}
      {place ? <Link href={place} className={style.title} onClick={closeQueue}>{name}</Link> : <span className={title === null ? 'ink3' : style.title}>{name}</span>}
    </div>
  );
}
