/** Our fields on the left, the table's columns on the right, with what stands in each; below, the first rows as they are. */
import { Select } from 'antd';
import { useState, type ReactNode } from 'react';
import type { TablePreview, TargetColumn } from '../ipc/bindings';
import { Chip } from '../kit/chip';
import { useWords } from '../kit/i18n';
import style from './import.module.css';
import { isReady, mapped, samplesOf, troubleWith, type Mapping as Columns, type Trouble } from './mapping';
import { words } from './words';

/** `children` draws the foot: the mapping as it stands, and why it is not ready. */
export function Mapping({ table, children }: { table: TablePreview; children: (mapping: Columns, why: string | undefined) => ReactNode }) {
  const t = useWords(words);
  const [mapping, setMapping] = useState<Columns>(table.mapping);
  const trouble = troubleWith(mapping, table.targets);
  const why = useWhy(trouble, table);
  return (
    <div className="col g16">
      <div>
        <b>{t('mapping')}</b>
        <div className="t13 ink2">{t('mappingNote')}</div>
      </div>
      <table className={style.mapping}>
        <thead><tr><th>{t('target')}</th><th>{t('source')}</th><th>{t('sample')}</th></tr></thead>
        <tbody>
          {table.targets.map((target) => (
            <TargetRow key={target.key} target={target} table={table} column={mapping[target.key]} onChange={(column) => setMapping(mapped(mapping, target.key, column))} />
          ))}
        </tbody>
      </table>
      <Sample table={table} />
      <div className="row g8">{children(mapping, isReady(trouble) ? undefined : why)}</div>
    </div>
  );
}

function useWhy({ missing, twice }: Trouble, table: TablePreview): string {
  const t = useWords(words);
  const first = twice[0];
  if (missing.length > 0) return t('missing', { what: missing.map((target) => target.label).join(' · ') });
  return first === undefined ? '' : t('twice', { column: table.columns[first] ?? String(first + 1) });
}

const OUT = -1;

function TargetRow({ target, table, column, onChange }: { target: TargetColumn; table: TablePreview; column: number | undefined; onChange: (column: number | undefined) => void }) {
  const t = useWords(words);
  const options = [{ value: OUT, label: t('noColumn') }, ...table.columns.map((name, i) => ({ value: i, label: name || String(i + 1) }))];
  const lacking = target.required && column === undefined;
  return (
    <tr>
      <th scope="row">{target.label}{target.required && <> <Chip tone={lacking ? 'warn' : 'plain'}>{t('required')}</Chip></>}</th>
      <td>
        <Select size="small" aria-label={target.label} value={column ?? OUT} options={options} status={lacking ? 'warning' : ''} showSearch={{ optionFilterProp: 'label' }} style={{ width: '100%' }} onChange={(next) => onChange(next === OUT ? undefined : next)} />
      </td>
      <td className="ink2"><div className="ell">{column !== undefined && samplesOf(table, column).join(' · ')}</div></td>
    </tr>
  );
}

function Sample({ table }: { table: TablePreview }) {
  const t = useWords(words);
  return (
    <section className="col g8">
      <div className="t13 ink2 num">{t('rowsTotal', { count: table.total })} · {t('rowsShown', { count: table.rows.length })}</div>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it */}
      <div className={style.sample} tabIndex={0} role="region" aria-label={t('rowsShown', { count: table.rows.length })}>
        <table>
          <thead><tr>{table.columns.map((name, i) => <th key={i}>{name}</th>)}</tr></thead>
          <tbody>{table.rows.map((row, i) => <tr key={i}>{row.map((cell, j) => <td key={j}>{cell}</td>)}</tr>)}</tbody>
        </table>
      </div>
    </section>
  );
}
