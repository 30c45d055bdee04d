/** The people who work here as lines: what they may do, where, and whether they can get in. */
import type { StaffRow } from '../ipc/bindings';
import { Avatar } from '../kit/avatar';
import { Chip } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Rows, type Column } from '../kit/rows';
import { clock, useNow, when, whenFull } from '../kit/time';
import { standingOf } from './narrow';
import { words } from './words';

export function StaffList({ people, onOpen }: { people: readonly StaffRow[]; onOpen: (person: StaffRow) => void }) {
  const t = useWords(words);
  const now = useNow(30_000);
  const columns: Column<StaffRow>[] = [
    { key: 'name', title: t('name'), width: 'minmax(152px, 1fr)', cell: ({ card }) => <span className="row g8"><Avatar name={card.name} size={24} /><span className="ell t14">{card.name}</span></span> },
    { key: 'account', title: t('account'), width: 'minmax(96px, .7fr)', cell: ({ card }) => <span className="ink2">{card.account}</span> },
    { key: 'phone', title: t('phone'), width: '112px', cell: ({ phone }) => <span className="num">{phone}</span> },
    { key: 'roles', title: t('roles'), width: 'minmax(128px, 1fr)', cell: ({ role_names }) => role_names.join(' · ') },
    { key: 'shops', title: t('shops'), width: 'minmax(128px, 1fr)', cell: (person) => <Shops person={person} /> },
    { key: 'standing', title: t('standing'), width: '128px', cell: (person) => <StandingMark person={person} now={now} /> },
    { key: 'seen', title: t('lastSignIn'), width: '108px', end: true, cell: ({ last_sign_in: at }) => (at === null ? <span className="ink3">{t('never')}</span> : <span className="num" title={whenFull(at)}>{when(at, now)}</span>) },
  ];
  return <Rows label={t('people')} columns={columns} rows={people} idOf={(person) => person.card.id} isFaded={(person) => person.disabled} onOpen={onOpen} />;
}

function Shops({ person }: { person: StaffRow }) {
  const t = useWords(words);
  const first = person.shops[0];
  if (person.every_shop) return <>{t('allShops')}</>;
  if (!first) return <span className="ink3">{t('shopsNone')}</span>;
  return <>{person.shops.length === 1 ? first.name : t('moreShops', { first: first.name, count: person.shops.length })}</>;
}

export function StandingMark({ person, now }: { person: StaffRow; now: number }) {
  const t = useWords(words);
  const standing = standingOf(person, now);
  if (standing === 'locked') return <Chip tone="warn" icon="lock">{t('locked', { when: clock(person.locked_until ?? now) })}</Chip>;
  if (standing === 'noPassword') return <Chip tone="info">{t('noPassword')}</Chip>;
  return standing === 'disabled' ? <Chip>{t('disabled')}</Chip> : <>{t('active')}</>;
}
