/** What this device says of itself, the search index, and the ways in and out for data. */
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { ExportSheet } from '../../export/export-sheet';
import { TableSheet, type TableNoun } from '../../import/table-sheet';
import type { DeskState } from '../../ipc/bindings';
import { useAct, useCall } from '../../ipc/hooks';
import { useMayCall } from '../../ipc/me';
import { Group } from '../../kit/form';
import { useWords } from '../../kit/i18n';
import { Icon } from '../../kit/icons';
import { notify } from '../../kit/notices';
import { sizeOf } from '../../message/bytes';
import { Page, Read } from './page';
import style from './settings.module.css';
import { words } from './words';

/** The index catches up without a commit of its own. */
const EVERY = 5000;

export function DataPart() {
  const t = useWords(words);
  const state = useCall('desk.state', {}, { every: EVERY });
  return (
    <Page title={t('data')}>
      <Read of={state}>
        {(desk) => (
          <div className={style.body}>
            <div className={style.sheet}>
              {desk.warnings.map((warning) => <p key={warning} className={style.warning} role="status"><Icon name="alert" size={17} />{warning}</p>)}
              <Device desk={desk} />
              <Index desk={desk} />
              <InAndOut />
            </div>
          </div>
        )}
      </Read>
    </Page>
  );
}

function Facts({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  return <dl className={style.facts}>{rows.flatMap(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>])}</dl>;
}

function Device({ desk }: { desk: DeskState }) {
  const t = useWords(words);
  const rows = [
    [t('sync'), desk.sync === 'this_device_only' ? t('syncLocal') : t('syncHub')],
    [t('ops'), t('opsCount', { count: desk.ops })],
    [t('dataSize'), sizeOf(desk.data_bytes)],
    [t('deviceId'), <span key="device" className="mono">{desk.device}</span>],
    [t('version'), desk.version],
  ] as const;
  return <Group title={t('device')} hint={t('safe')}><Facts rows={rows} /></Group>;
}

function Index({ desk }: { desk: DeskState }) {
  const t = useWords(words);
  const may = useMayCall();
  const rebuild = useAct('search.rebuild');
  const run = () => rebuild.mutate({}, { onSuccess: ({ documents, took_ms }) => notify({ key: 'rebuilt', kind: 'done', text: t('rebuilt', { count: documents, time: t('seconds', { s: (took_ms / 1000).toFixed(1) }) }) }) });
  const rows = [
    [t('documents'), t('documentsCount', { count: desk.documents })],
    [t('behind'), desk.index_behind === 0 ? t('caughtUp') : t('behindCount', { count: desk.index_behind })],
  ] as const;
  return (
    <Group title={t('index')}>
      <Facts rows={rows} />
      {may('search.rebuild') && <div className="row g12"><Button loading={rebuild.isPending} onClick={run}>{rebuild.isPending ? t('rebuilding') : t('rebuild')}</Button><span className="t13 ink3">{t('rebuildHint')}</span></div>}
    </Group>
  );
}

function InAndOut() {
  const t = useWords(words);
  const may = useMayCall();
  const [, go] = useLocation();
  const [table, setTable] = useState<TableNoun>();
  const [exporting, setExporting] = useState(false);
  const [tables, knowledge, out] = [may('import.read_table'), may('import.read_knowledge'), may('export.run')];
  return (
    <>
      {(tables || knowledge) && (
        <Group title={t('importTitle')} hint={t('importHint')}>
          <div className="row g8">
            {tables && <Button onClick={() => setTable('customer')}>{t('importCustomers')}</Button>}
            {tables && <Button onClick={() => setTable('ticket')}>{t('importTickets')}</Button>}
            {knowledge && <Button onClick={() => go('/knowledge/import')}>{t('importKnowledge')}</Button>}
          </div>
        </Group>
      )}
      {out && <Group title={t('exportTitle')} hint={t('exportHint')}><span><Button onClick={() => setExporting(true)}>{t('exportDo')}</Button></span></Group>}
      {!tables && !knowledge && !out && <p className="t13 ink3">{t('noImport')}</p>}
      <TableSheet key={table ?? 'none'} open={table !== undefined} noun={table ?? 'customer'} onClose={() => setTable(undefined)} />
      <ExportSheet open={exporting} onClose={() => setExporting(false)} />
    </>
  );
}
