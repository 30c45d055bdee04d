/** Customers as lines of a table that draws only what is in sight. Moving and opening belong to the kit's list. */
import type { CustomerRow } from '../ipc/bindings';
import { Avatar } from '../kit/avatar';
import { Chip, classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { useNow, whenFull, whenShort } from '../kit/time';
import { VirtualList } from '../kit/virtual-list';
import style from './list.module.css';
import { figure, yuan } from './money';
import { TierChip } from './tier';
import { words } from './words';

interface Props {
  rows: readonly CustomerRow[];
  current: string | undefined;
  onMove: (id: string) => void;
  onOpen: (id: string) => void;
  onNearEnd: () => void;
}

export function CustomerList({ rows, current, onMove, onOpen, onNearEnd }: Props) {
  const t = useWords(words);
  return (
    <div className={style.table}>
      <Head />
      <div className={style.body}>
        <VirtualList label={t('list')} items={rows} idOf={(row) => row.card.id} rowHeight={42} current={current} letters
          onMove={(row) => onMove(row.card.id)} onOpen={(row) => onOpen(row.card.id)} onNearEnd={onNearEnd}>
          {(row, state) => <Line row={row} on={state.current} />}
        </VirtualList>
      </div>
    </div>
  );
}

/** The list is a listbox, so its head is for the eye; each line says its own facts. */
function Head() {
  const t = useWords(words);
  return (
    <div className={classes(style.line, style.head)} aria-hidden>
      <span>{t('colName')}</span>
      <span>{t('colPhone')}</span>
      <span>{t('colMember')}</span>
      <span>{t('colTags')}</span>
      <span>{t('colShop')}</span>
      <span className={style.right}>{t('colOpen')}</span>
      <span className={style.right}>{t('colSpent')}</span>
      <span className={style.right}>{t('colPoints')}</span>
      <span className={style.right}>{t('colSeen')}</span>
    </div>
  );
}

function Line({ row, on }: { row: CustomerRow; on: boolean }) {
  const t = useWords(words);
  const now = useNow(60_000);
  const { card } = row;
  const seen = row.last_seen_at;
  return (
    <div className={classes(style.line, style.row, on && style.on)}>
      <span className="row g8">
        <Avatar name={card.name} size={24} />
        <span className={classes(style.name, 'ell')}>{card.name}</span>
        <TierChip tier={card.tier} />
      </span>
      <span className="num ell">{card.phone ?? <i className="ink3">–</i>}</span>
      <span className="num ell">{card.member_no ?? <i className="ink3">–</i>}</span>
      <span className={style.tags}>{card.tags.map((tag) => <Chip key={tag}>{tag}</Chip>)}</span>
      <span className="ell ink2">{row.home_shop?.name}</span>
      <span className={classes(style.right, 'num', row.open_tickets === 0 && 'ink3')}>{figure(row.open_tickets)}</span>
      <span className={classes(style.right, 'num')}>{yuan(row.spent_year_cents)}</span>
      <span className={classes(style.right, 'num')}>{figure(row.points)}</span>
      <span className={classes(style.right, 'num', 'ink2', 'nowrap')} title={seen ? whenFull(seen) : undefined}>{seen ? whenShort(seen, now) : t('never')}</span>
    </div>
  );
}
