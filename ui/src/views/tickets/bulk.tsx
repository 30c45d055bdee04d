/** What can be done to the ticked tickets at once: the dark bar, its sheets, and who was refused and why. */
import { useState } from 'react';
import type { BulkOutcome, Id, TicketAction, TicketRow } from '../../ipc/bindings';
import { useAct } from '../../ipc/hooks';
import { useMay } from '../../ipc/me';
import { useWords } from '../../kit/i18n';
import { Icon, type IconName } from '../../kit/icons';
import { notify } from '../../kit/notices';
import { states } from '../../ticket/names';
import { AssignSheet, DepartmentSheet, PrioritySheet, StateSheet } from '../../ticket/pick-sheets';
import { TagSheet } from '../../ticket/tag-sheet';
import { MergeRowsSheet } from './merge-sheet';
import { OutcomeSheet } from './outcome-sheet';
import style from './tickets.module.css';
import { MOST_AT_ONCE } from './use-tickets';
import { words } from './words';

export type BulkSheet = 'assign' | 'state' | 'priority' | 'tag' | 'merge' | 'department';

export interface BulkBarProps {
  picked: number;
  total: number;
  onPickAll: () => void;
  picking: boolean;
  onUnpick: () => void;
  onSheet: (sheet: BulkSheet) => void;
}

const tools: { sheet: BulkSheet; icon: IconName; keys?: string }[] = [
  { sheet: 'assign', icon: 'user', keys: 'A' },
  { sheet: 'state', icon: 'check', keys: 'S' },
  { sheet: 'priority', icon: 'flag', keys: 'P' },
  { sheet: 'tag', icon: 'tag', keys: 'L' },
  { sheet: 'merge', icon: 'merge', keys: 'M' },
  { sheet: 'department', icon: 'forward' },
];

export function BulkBar({ picked, total, onPickAll, picking, onUnpick, onSheet }: BulkBarProps) {
  const t = useWords(words);
  const may = useMay();
  const all = Math.min(total, MOST_AT_ONCE);
  const shown = tools.filter((tool) => (tool.sheet !== 'merge' || may('ticket.merge')) && (tool.sheet !== 'assign' || picked === 1 || may('ticket.assign')));
  return (
    <div role="toolbar" aria-label={t('bulk')} className={style.bulk}>
      <span className="b num" role="status">{t('picked', { count: picked })}</span>
      {picked < all && <button type="button" className={style.link} disabled={picking} title={total > MOST_AT_ONCE ? t('pickAllLimit', { count: MOST_AT_ONCE }) : undefined} onClick={onPickAll}>{picking ? t('pickingAll') : total > MOST_AT_ONCE ? t('pickFirst', { count: all }) : t('pickAll', { count: all })}</button>}
      <span className={style.bulkRule} />
      {shown.map(({ sheet, icon, keys }) => {
        const rests = sheet === 'merge' && picked < 2;
        return <button key={sheet} type="button" disabled={rests} title={rests ? t('onlyHere') : undefined} onClick={() => onSheet(sheet)}><Icon name={icon} size={16} />{t(sheet)}{keys && <kbd aria-hidden>{keys}</kbd>}</button>;
      })}
      <span className={style.bulkRule} />
      <button type="button" aria-label={t('unpick')} title={t('unpick')} onClick={onUnpick}><Icon name="x" size={16} /></button>
    </div>
  );
}

interface SheetsProps {
  sheet: BulkSheet | undefined;
  ids: readonly Id[];
  rows: readonly TicketRow[];
  knownTags: readonly string[];
  onClose: () => void;
  onKeep: (ids: readonly Id[]) => void;
}

/** What all of them have, or undefined when they differ. */
function common<T>(values: readonly T[]): T | undefined {
  return values.length > 0 && values.every((value) => value === values[0]) ? values[0] : undefined;
}

export function BulkSheets({ sheet, ids, rows, knownTags, onClose, onKeep }: SheetsProps) {
  const t = useWords(words);
  const [outcome, setOutcome] = useState<BulkOutcome>();
  const bulk = useAct('ticket.bulk');
  const assign = useAct('ticket.assign');
  const chosen = rows.filter((row) => ids.includes(row.id));
  const give = (staff: Id | null) => {
    const [only, ...others] = ids;
    if (only === undefined || others.length > 0) return act({ do: 'assign', staff });
    assign.mutate({ id: only, staff }, { onSuccess: () => notify({ key: 'ticket.bulk', kind: 'done', text: t('bulkDone', { count: 1 }) }) });
    onClose();
  };
  const act = (action: TicketAction) => {
    bulk.mutate({ ids: [...ids], action }, {
      onSuccess: (made) => (made.refused.length > 0 ? setOutcome(made) : notify({ key: 'ticket.bulk', kind: 'done', text: t('bulkDone', { count: made.done }) })),
    });
    if (action.do !== 'tag') onClose();
  };
  return (
    <>
      {sheet === 'assign' && <AssignSheet now={common(chosen.map((row) => row.assignee?.id ?? null))} onPick={give} onClose={onClose} />}
      {sheet === 'state' && <StateSheet now={common(chosen.map((row) => row.state))} next={states.filter((state) => state !== 'new')} onPick={(to) => act({ do: 'move', to })} onClose={onClose} />}
      {sheet === 'priority' && <PrioritySheet now={common(chosen.map((row) => row.priority))} onPick={(to) => act({ do: 'priority', to })} onClose={onClose} />}
      {sheet === 'department' && <DepartmentSheet now={undefined} onPick={(to) => act({ do: 'department', to })} onClose={onClose} />}
      {sheet === 'tag' && <TagSheet tags={tagsOfAll(chosen)} known={knownTags} onAdd={(tag) => act({ do: 'tag', tag })} onRemove={(tag) => act({ do: 'untag', tag })} onClose={onClose} />}
      {sheet === 'merge' && <MergeRowsSheet rows={chosen} onMerged={() => (onKeep([]), onClose())} onClose={onClose} />}
      {outcome && <OutcomeSheet outcome={outcome} rows={rows} onKeep={() => (onKeep(outcome.refused.map((each) => each.id)), setOutcome(undefined))} onClose={() => setOutcome(undefined)} />}
    </>
  );
}

/** Tags that every ticked ticket has. */
function tagsOfAll(rows: readonly TicketRow[]): string[] {
  const [first, ...others] = rows;
  return (first?.tags ?? []).filter((tag) => others.every((row) => row.tags.includes(tag)));
}
