/** The list of tickets: views, filters, table, bulk bar. Going back from a ticket finds it as it was left. */
import { Button, type InputRef } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { Filter, Id } from '../../ipc/bindings';
import { useCall } from '../../ipc/hooks';
import { useMay } from '../../ipc/me';
import { useWords } from '../../kit/i18n';
import { Failure, Skeleton } from '../../kit/states';
import { clock } from '../../kit/time';
import { KeyCap } from '../../kit/key-cap';
import { CreateTicketSheet } from '../../ticket/create-sheet';
import { cleared, isBuiltIn, sameRecords } from '../../view/filter';
import { useViews } from '../../view/use-views';
import { BulkBar, BulkSheets, type BulkSheet } from './bulk';
import { rowHeight, useColumns, useDensity } from './columns-chosen';
import { FilterBar } from './filter-bar';
import { Head, useTabs } from './head';
import { useListKeys } from './keys';
import { Nothing } from './nothing';
import { filterOf, go, keepOrder, usePlace } from './place';
import { Table } from './table';
import style from './tickets.module.css';
import { usePicked } from './use-picked';
import { useTickets, type Tickets } from './use-tickets';
import { words } from './words';

/** Promises run out without a commit, so counts are read again now and then. */
const EVERY = 60_000;

export default function TicketList() {
  const t = useWords(words);
  const [, visit] = useLocation();
  const mayMerge = useMay()('ticket.merge');
  const place = usePlace();
  const views = useViews('ticket');
  const counts = useCall('ticket.counts', {}, { every: EVERY });
  const tabs = useTabs(views, counts.data ?? []);
  const tab = tabs.find((each) => each.key === place.tab);
  const tickets = useTickets(place.filter);
  const { rows, total } = tickets;
  const columns = useColumns(tab?.view?.columns ?? []);
  const [density, setDensity] = useDensity();
  const [sheet, setSheet] = useState<BulkSheet | 'create'>();
  const search = useRef<InputRef>(null);
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const knownTags = useMemo(() => [...new Set(rows.flatMap((row) => row.tags))].toSorted(), [rows]);
  const pick = usePicked(place.filter, ids);
  const base = filterOf(place.tab, views);
  const narrowed = !sameRecords(place.filter, base);
  const saved = tab?.view?.name;
  useEffect(() => keepOrder({ view: saved !== undefined ? { name: saved } : { key: isBuiltIn(place.tab) ? place.tab : 'all' }, ids, total }), [saved, place.tab, ids, total]);

  const change = useCallback((part: Partial<Filter>) => go({ filter: { ...place.filter, ...part }, row: undefined }), [place.filter]);
  const turnTo = (key: string) => go({ tab: key, filter: filterOf(key, views), row: undefined });
  const open = useCallback((id: Id) => (go({ row: id }), visit(`/tickets/${id}`)), [visit]);
  const row = place.row !== undefined && ids.includes(place.row) ? place.row : undefined;
  const move = (by: number) => {
    const next = ids[Math.min(ids.length - 1, Math.max(0, (row ? ids.indexOf(row) : by > 0 ? -1 : ids.length) + by))];
    if (next) go({ row: next });
  };
  const acting = pick.picked.size > 0 ? [...pick.picked] : row ? [row] : [];
  useListKeys({
    onRow: row !== undefined, mayMerge, picked: pick.picked.size, move, tick: (stretch) => row && pick.tick(row, stretch), search: () => search.current?.focus(),
    create: () => setSheet('create'), sheet: setSheet, unpick: pick.clear,
  });

  return (
    <section className={style.page} aria-label={t('title')}>
      <Head tabs={tabs} tab={place.tab} onTab={turnTo} filter={place.filter} columns={columns.chosen ?? []} changed={narrowed} onCreate={() => setSheet('create')} />
      <FilterBar filter={place.filter} narrowed={narrowed} onChange={change} onClear={() => go({ filter: cleared(place.filter, base) })} knownTags={knownTags} columns={columns} density={density} onDensity={setDensity} search={search} />
      {tickets.error && <Failure message={tickets.error.message} refusal={tickets.error.refusal} onRetry={tickets.retry} />}
      {tickets.loading && <div className="grow"><Skeleton lines={8} /></div>}
      {!tickets.loading && !tickets.error && rows.length === 0 && <Nothing tab={place.tab} narrowed={narrowed} onClear={() => go({ filter: cleared(place.filter, base) })} onCreate={() => setSheet('create')} />}
      {rows.length > 0 && (
        <Table rows={rows} total={total} columns={columns.shown} rowHeight={rowHeight[density]} sort={place.filter.sort} onSort={(sort) => change({ sort })} at={row} onMove={(id) => go({ row: id })} onOpen={open} ticked={pick.picked} onTick={pick.tick} onTickAll={pick.tickLoaded} onNearEnd={tickets.more} />
      )}
      <Foot tickets={tickets} />
      {pick.picked.size > 0 && <BulkBar picked={pick.picked.size} total={total} picking={pick.picking} onPickAll={pick.tickEverything} onUnpick={pick.clear} onSheet={setSheet} />}
      <BulkSheets sheet={sheet === 'create' ? undefined : sheet} ids={acting} rows={rows} knownTags={knownTags} onClose={() => setSheet(undefined)} onKeep={pick.keep} />
      {sheet === 'create' && <CreateTicketSheet origin={{}} onClose={() => setSheet(undefined)} onMade={({ id }) => (setSheet(undefined), open(id))} />}
    </section>
  );
}

function Foot({ tickets: { rows, total, asOf, stale, retry } }: { tickets: Tickets }) {
  const t = useWords(words);
  const count = rows.length;
  return (
    <footer className={style.foot}>
      <span role="status">{count < total ? t('loadedSome', { total: total.toLocaleString('en-US'), count }) : t('total', { count: total })}</span>
      {stale && <Button size="small" type="text" onClick={retry}>{t('asOf', { clock: clock(asOf) })}</Button>}
      <span className="grow" />
      <span className="row g4" aria-hidden><KeyCap keys="j" /><KeyCap keys="k" /> {t('keyMove')} <KeyCap keys="x" /> {t('keyTick')} <KeyCap keys="enter" /> {t('keyOpen')}</span>
    </footer>
  );
}
