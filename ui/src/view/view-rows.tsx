/** Saved views in their order: rename, who sees them, delete, and move one's own about. */
import { useState, type ReactNode } from 'react';
import type { Filter, View, ViewOf } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useMay } from '../ipc/me';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { Icon } from '../kit/icons';
import { Reorder } from '../kit/reorder';
import { useOrder } from '../kit/use-order';
import { DeleteView } from './delete-view';
import { facets, isSet } from './filter';
import { SaveViewSheet } from './save-sheet';
import { useViews } from './use-views';
import style from './view-rows.module.css';
import { words } from './words.editor';

export function useSummary(): (filter: Filter) => string {
  const t = useWords(words);
  return (filter) => {
    const parts = facets.filter((facet) => isSet(filter, facet)).map((facet) => t(facet));
    if (filter.text.trim()) parts.unshift(t('text', { text: filter.text.trim() }));
    if (filter.watching) parts.push(t('watching'));
    if (filter.due_soon) parts.push(t('dueSoon'));
    if (filter.live_only) parts.push(t('liveOnly'));
    return parts.length === 0 ? t('everything') : t('narrowed', { parts: parts.join(' · ') });
  };
}

/** Positions are written for those that moved and that this person may write. */
export function repositioned(views: readonly View[], mayWrite: (view: View) => boolean): View[] {
  return views.map((view, position) => ({ ...view, position })).filter((view, i) => view.position !== views[i]?.position && mayWrite(view));
}

export function ViewRows({ of, empty }: { of: ViewOf; empty: ReactNode }) {
  const t = useWords(words);
  const views = useViews(of);
  const mayShare = useMay()('shared.words');
  const summary = useSummary();
  const save = useAct('view.save');
  const [editing, setEditing] = useState<View>();
  const [leaving, setLeaving] = useState<View>();
  const mayWrite = (view: View) => !view.shared || mayShare;
  const order = useOrder(views, (view) => view.id);
  const reorder = async (next: View[]) => {
    order.put(next);
    for (const { id, name, filter, shared, columns, position } of repositioned(next, mayWrite)) await save.mutateAsync({ id, name, of, filter, shared, columns, position }).catch(order.forget);
  };
  if (views.length === 0) return empty;
  return (
    <div className={style.rows}>
      <Reorder label={t('views')} items={order.shown} keyOf={(view) => view.id} nameOf={(view) => view.name} className={style.row} onChange={(next) => void reorder(next)}>
        {(view, _, handle) => (
          <>
            {handle ?? <span style={{ width: 24 }} />}
            <span className={`${style.name} ell t14`}>{view.name}</span>
            <span className="grow ell ink2">{summary(view.filter)}</span>
            {view.columns.length > 0 && <span className="ink3 num nowrap">{t('columns', { count: view.columns.length })}</span>}
            <span className={`${style.who} row g4 ink2`}><Icon name={view.shared ? 'users' : 'user'} size={15} />{view.shared ? t('shared') : t('mine')}</span>
            <Tools view={view} locked={mayWrite(view) ? undefined : t('theirs')} onEdit={() => setEditing(view)} onDelete={() => setLeaving(view)} />
          </>
        )}
      </Reorder>
      {editing && <SaveViewSheet of={of} filter={editing.filter} columns={editing.columns} view={editing} position={editing.position} onSaved={() => undefined} onClose={() => setEditing(undefined)} />}
      {leaving && <DeleteView view={leaving} onGone={() => undefined} onClose={() => setLeaving(undefined)} />}
    </div>
  );
}

function Tools({ view, locked, onEdit, onDelete }: { view: View; locked: string | undefined; onEdit: () => void; onDelete: () => void }) {
  const t = useWords(words);
  const why = locked === undefined ? {} : { disabled: true, hint: locked };
  return (
    <>
      <IconButton icon="edit" small label={t('edit', { name: view.name })} {...why} onClick={onEdit} />
      <IconButton icon="trash" small destroys label={t('remove', { name: view.name })} {...why} onClick={onDelete} />
    </>
  );
}
