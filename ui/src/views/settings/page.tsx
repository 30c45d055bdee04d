/** What every part of the settings is made of: a head with its one primary button, filters, the answer of a read, and the address of a sheet. */
import type { UseQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useLocation, useRoute } from 'wouter';
import type { CallError } from '../../ipc/error';
import { useWords } from '../../kit/i18n';
import { Icon } from '../../kit/icons';
import { KeyCap } from '../../kit/key-cap';
import { useKeys } from '../../kit/keys';
import { Failure, Skeleton } from '../../kit/states';
import style from './settings.module.css';
import { words } from './words';

interface PageProps {
  title: string;
  count?: number | undefined;
  /** The primary button; `n` presses it. */
  create?: { label: string; run: () => void } | undefined;
  extra?: ReactNode;
  filters?: ReactNode;
  note?: ReactNode;
  children: ReactNode;
}

export function Page({ title, count, create, extra, filters, note, children }: PageProps) {
  const t = useWords(words);
  useKeys({ id: 'settings', title: t('scope'), order: 3 }, create ? [{ key: 'n', label: create.label, icon: 'plus', also: 'new xinjian', run: create.run }] : []);
  return (
    <section className={style.page} aria-label={title}>
      <header className={style.header}>
        <h1>{title}</h1>
        {count !== undefined && <span className="t13 ink3 num">{count.toLocaleString('en-US')}</span>}
        <span className="grow" />
        {extra}
        {create && <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={create.run}>{create.label}<KeyCap keys="n" /></Button>}
      </header>
      {filters && <div className={style.filters}>{filters}</div>}
      {note && <p className={style.note}>{note}</p>}
      {children}
    </section>
  );
}

/** Draws what was read; bones, what went wrong, or the rule that forbids it otherwise. */
export function Read<T>({ of, children }: { of: UseQueryResult<T, CallError>; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return children(of.data);
  if (of.error) return <Failure message={of.error.message} refusal={of.error.refusal} onRetry={() => void of.refetch()} />;
  return <Skeleton lines={5} />;
}

export interface Sheet {
  /** Id of the record that is open, `new`, or nothing. */
  open: string | undefined;
  show: (id: string) => void;
  close: () => void;
}

/** Which record is open stands in the address: `/settings/shops/new`. */
export function useSheet(section: string): Sheet {
  const [, params] = useRoute('/settings/:section/:id?');
  const [, go] = useLocation();
  return { open: params?.section === section ? params.id : undefined, show: (id) => go(`/settings/${section}/${id}`), close: () => go(`/settings/${section}`) };
}

export const NEW = 'new';

/** The record a sheet shows: no record for a new one; undefined when nothing is open. */
export function openedIn<T>(sheet: Sheet, rows: readonly T[] | undefined, idOf: (row: T) => string): { key: string; record: T | undefined } | undefined {
  if (sheet.open === undefined || rows === undefined) return undefined;
  if (sheet.open === NEW) return { key: NEW, record: undefined };
  const record = rows.find((row) => idOf(row) === sheet.open);
  return record && { key: sheet.open, record };
}
