/** The trail as lines: when, who, did what, to which record, and whether it was allowed. */
import { Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import type { AuditRow } from '../ipc/bindings';
import { Avatar } from '../kit/avatar';
import { Chip } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Rows, type Column } from '../kit/rows';
import { useNow, when, whenFull } from '../kit/time';
import style from './audit.module.css';
import { useTrailNames, type TrailNames } from './names';
import { words } from './words';

function aboutOf(row: AuditRow, names: TrailNames): string {
  return [row.about_noun && names.noun(row.about_noun), row.about_title].filter(Boolean).join(' · ');
}

export function TrailList({ rows, onNearEnd }: { rows: readonly AuditRow[]; onNearEnd: () => void }) {
  const t = useWords(words);
  const names = useTrailNames();
  const now = useNow(60_000);
  const [open, setOpen] = useState<AuditRow>();
  const columns: Column<AuditRow>[] = [
    { key: 'at', title: t('at'), width: '112px', cell: (row) => <span className="num" title={whenFull(row.at)}>{when(row.at, now)}</span> },
    { key: 'who', title: t('who'), width: 'minmax(144px, .9fr)', cell: (row) => <Who row={row} /> },
    { key: 'what', title: t('what'), width: 'minmax(112px, .6fr)', cell: (row) => names.action(row.action) },
    { key: 'about', title: t('about'), width: 'minmax(168px, 1.2fr)', cell: (row) => aboutOf(row, names) },
    { key: 'detail', title: t('detail'), width: 'minmax(144px, 1fr)', cell: (row) => <span className="ink2">{row.detail}</span> },
    { key: 'outcome', title: t('outcome'), width: '88px', cell: (row) => (row.outcome === 'refused' ? <Chip tone="warn">{t('refused')}</Chip> : t('done')) },
  ];
  return (
    <>
      <Rows label={t('entries')} columns={columns} rows={rows} idOf={(row) => row.id} onOpen={setOpen} onNearEnd={onNearEnd} />
      {open && <Entry row={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function Who({ row }: { row: AuditRow }) {
  const t = useWords(words);
  if (row.staff) return <span className="row g8"><Avatar name={row.staff.name} size={20} /><span className="ell">{row.staff.name}</span></span>;
  return <span className="ink3">{row.account ? t('typed', { account: row.account }) : t('nobody')}</span>;
}

function Entry({ row, onClose }: { row: AuditRow; onClose: () => void }) {
  const t = useWords(words);
  const names = useTrailNames();
  const lines: [string, ReactNode][] = [
    [t('full'), <span key="at" className="num">{whenFull(row.at)}</span>],
    [t('who'), <Who key="who" row={row} />],
    [t('what'), names.action(row.action)],
    [t('about'), aboutOf(row, names) || '–'],
    [t('detail'), row.detail ?? '–'],
    [t('outcome'), row.outcome === 'refused' ? t('refused') : t('done')],
    [t('device'), <span key="device" className="mono">{`${row.device} · ${row.seq}`}</span>],
  ];
  return (
    <Modal open title={t('title', { seq: row.seq })} footer={null} width={520} onCancel={onClose} closable={{ 'aria-label': t('close') }}>
      <dl className={style.facts}>{lines.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
    </Modal>
  );
}
