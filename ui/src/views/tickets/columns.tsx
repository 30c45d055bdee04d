/** The columns of the list: what each is called, how wide it is, what it sorts by, what stands in its cells. */
import type { ReactNode } from 'react';
import type { Sort, TicketRow } from '../../ipc/bindings';
import { ChannelGlyph } from '../../kit/avatar';
import { Chip, classes } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { Icon } from '../../kit/icons';
import { clock, useNow, when, whenFull } from '../../kit/time';
import { UnsentDot } from '../../kit/unsent';
import { Checks, Owner, PriorityMark, PromiseMark, StateChip } from '../../ticket/marks';
import { isLive } from '../../ticket/names';
import { words as ticketWords } from '../../ticket/words';
import { words } from './words';

export const columnKeys = ['number', 'subject', 'kind', 'state', 'priority', 'customer', 'shop', 'department', 'assignee', 'checks', 'tags', 'promise', 'opened', 'updated'] as const;
export type ColumnKey = (typeof columnKeys)[number];

interface Column {
  word: Extract<keyof (typeof words)['zh'], `col${string}`>;
  /** px in Chinese and in English; the subject takes what is left. */
  width: readonly [number, number];
  /** The orders its head goes through. */
  sorts?: readonly Sort[];
  cell: (row: TicketRow) => ReactNode;
}

function At({ at }: { at: number }) {
  const now = useNow(60_000);
  const today = new Date(at).toDateString() === new Date(now).toDateString();
  return <time className="num ink3 nowrap" title={whenFull(at)}>{today ? clock(at) : when(at, now)}</time>;
}

function Subject({ row }: { row: TicketRow }) {
  const t = useWords(words);
  const of = useWords(ticketWords);
  return (
    <span className="row g8">
      {row.channel && <ChannelGlyph of={row.channel} />}
      <span className={classes('ell', row.merged_into !== null && 'ink3')}>{row.subject}</span>
      {row.merged_into !== null && <Chip icon="merge" bare>{of('mergedAway')}</Chip>}
      {row.snoozed_until !== null && <Chip icon="snooze" bare title={t('snoozed', { when: when(row.snoozed_until) })}>{whenFull(row.snoozed_until).slice(5)}</Chip>}
    </span>
  );
}

function Tags({ tags }: { tags: readonly string[] }) {
  return <span className="row g4 ell" title={tags.join(' · ')}>{tags.slice(0, 2).map((tag) => <Chip key={tag}>{tag}</Chip>)}{tags.length > 2 && <span className="t12 ink3 num">+{tags.length - 2}</span>}</span>;
}

const columns: Record<ColumnKey, Column> = {
  number: { word: 'colNumber', width: [128, 128], sorts: ['newest', 'oldest'], cell: (row) => <span className="row g4"><span className="num ink2 nowrap">{row.number}</span><UnsentDot id={row.id} /></span> },
  subject: { word: 'colSubject', width: [240, 240], cell: (row) => <Subject row={row} /> },
  kind: { word: 'colKind', width: [104, 112], cell: (row) => <span className="ink2 ell">{row.kind_name}</span> },
  state: { word: 'colState', width: [104, 160], cell: (row) => <StateChip state={row.state} /> },
  priority: { word: 'colPriority', width: [80, 88], sorts: ['priority'], cell: (row) => <PriorityMark priority={row.priority} /> },
  customer: { word: 'colCustomer', width: [120, 124], cell: (row) => <span className="ell">{row.customer?.name}</span> },
  shop: { word: 'colShop', width: [124, 136], cell: (row) => <span className="ink2 ell">{row.shop?.name}</span> },
  department: { word: 'colDepartment', width: [120, 136], cell: (row) => <span className="ink2 ell">{row.department}</span> },
  assignee: { word: 'colAssignee', width: [116, 124], cell: (row) => <Owner staff={row.assignee} /> },
  checks: { word: 'colChecks', width: [96, 96], cell: (row) => <Checks done={row.checks_done} all={row.checks} /> },
  tags: { word: 'colTags', width: [168, 184], cell: (row) => <Tags tags={row.tags} /> },
  promise: { word: 'colPromise', width: [144, 144], sorts: ['urgent'], cell: (row) => row.promise && <PromiseMark promise={row.promise} owed={isLive(row.state)} /> },
  opened: { word: 'colOpened', width: [112, 132], sorts: ['newest', 'oldest'], cell: (row) => <At at={row.opened_at} /> },
  updated: { word: 'colUpdated', width: [112, 132], sorts: ['updated'], cell: (row) => <At at={row.updated_at} /> },
};

export const columnOf = (key: ColumnKey): Column => columns[key];

/** Used by the head of a column: which order comes next when it is pressed; undefined where it does not sort. */
export function nextSort(key: ColumnKey, now: Sort | null): Sort | undefined {
  const sorts = columns[key].sorts ?? [];
  const at = sorts.findIndex((sort) => sort === now);
  return sorts[(at + 1) % Math.max(1, sorts.length)];
}

export function sortsBy(key: ColumnKey, now: Sort | null): boolean {
  return (columns[key].sorts ?? []).some((sort) => sort === now);
}

export function SortMark({ sort }: { sort: Sort | null }) {
  return <Icon name={sort === 'oldest' ? 'up' : 'down'} size={13} />;
}
