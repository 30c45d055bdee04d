/** The rooms, with what waits in them, and the pill that says how this device stands with the others. */
import { Link, useLocation } from 'wouter';
import { classes } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { Icon } from '../../kit/icons';
import { rooms, type Room } from '../rooms';
import { words as roomWords } from '../words';
import style from './frame.module.css';
import { SyncPill } from './sync-pill';
import { words } from './words';

export type Badges = Partial<Record<Room['name'], number>>;

export function Rail({ badges }: { badges: Badges }) {
  const t = useWords(words);
  return (
    <nav className={style.rail} aria-label={t('mainNav')}>
      {rooms.filter((room) => !room.foot).map((room) => <RoomLink key={room.name} room={room} count={badges[room.name]} />)}
      <span className="grow" />
      {rooms.filter((room) => room.foot).map((room) => <RoomLink key={room.name} room={room} />)}
      <SyncPill />
    </nav>
  );
}

function RoomLink({ room, count = 0 }: { room: Room; count?: number | undefined }) {
  const t = useWords(words);
  const name = useWords(roomWords)(room.name);
  const [at] = useLocation();
  const here = at === `/${room.name}` || at.startsWith(`/${room.name}/`);
  return (
    <Link href={`/${room.name}`} className={classes(style.nav, here && style.on)} aria-current={here ? 'page' : undefined}>
      <Icon name={room.icon} size={21} />
      {name}
      {count > 0 && (
        <>
          <span className={style.count} aria-hidden>{count > 99 ? '99+' : count}</span>
          <span className="unseen">{t('waiting', { count })}</span>
        </>
      )}
    </Link>
  );
}
