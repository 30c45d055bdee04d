/** The business calendars as lines. */
import type { Calendar } from '../ipc/bindings';
import { Chip } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Rows, type Column } from '../kit/rows';
import { clockOf, weekMinutes } from './hours';
import { useHours } from './use-hours';
import { words } from './words';

export function CalendarList({ calendars, onOpen }: { calendars: readonly Calendar[]; onOpen: (calendar: Calendar) => void }) {
  const t = useWords(words);
  const hours = useHours();
  const rows = calendars.toSorted((a, b) => Number(a.archived) - Number(b.archived) || Number(b.builtin) - Number(a.builtin) || a.name.localeCompare(b.name, 'zh'));
  const columns: Column<Calendar>[] = [
    { key: 'name', title: t('colName'), width: 'minmax(160px, 1fr)', cell: (row) => <span className="t14">{row.name}</span> },
    { key: 'usual', title: t('colUsual'), width: 'minmax(184px, 1fr)', cell: (row) => <span className="num">{spansOf(row.week[0] ?? []) || t('closed')}</span> },
    { key: 'week', title: t('colWeek'), width: '104px', end: true, cell: (row) => <span className="num">{hours(weekMinutes(row.week))}</span> },
    { key: 'holidays', title: t('colHolidays'), width: '104px', end: true, cell: (row) => <span className="num">{Object.keys(row.holidays).length}</span> },
    { key: 'extra', title: t('colExtra'), width: '104px', end: true, cell: (row) => <span className="num">{Object.keys(row.extra_days).length}</span> },
    { key: 'standing', title: t('standing'), width: '112px', cell: (row) => (row.archived ? <Chip>{t('archived')}</Chip> : <span className="row g8">{t('inUse')}{row.builtin && <Chip tone="line">{t('builtin')}</Chip>}</span>) },
  ];
  return <Rows label={t('calendars')} columns={columns} rows={rows} idOf={(row) => row.id} isFaded={(row) => row.archived} onOpen={onOpen} />;
}

function spansOf(spans: readonly (readonly [number, number])[]): string {
  return spans.map(([from, to]) => `${clockOf(from)}–${clockOf(to)}`).join('  ');
}
