/** All customers as a table, narrowed by words, tier, shop and tags. */
import { Button, Dropdown, type InputRef } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { isNarrowed, type Narrowing } from '../../customer/asking';
import { CreateSheet } from '../../customer/create-sheet';
import { Filters } from '../../customer/filters';
import { CustomerList } from '../../customer/list';
import { useCustomers, type Customers } from '../../customer/use-customers';
import { words as customerWords } from '../../customer/words';
import { ExportSheet } from '../../export/export-sheet';
import { TableSheet } from '../../import/table-sheet';
import type { ShopRow } from '../../ipc/bindings';
import { useMayCall, useMe } from '../../ipc/me';
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import { Icon } from '../../kit/icons';
import { KeyCap } from '../../kit/key-cap';
import { useKeys } from '../../kit/keys';
import { Empty, Failure, Skeleton } from '../../kit/states';
import style from './customers.module.css';
import { words } from './words';

interface Props {
  narrow: Narrowing;
  onNarrow: (next: Narrowing) => void;
  shops: readonly ShopRow[];
  current: string | undefined;
  onMove: (id: string) => void;
  onOpen: (id: string) => void;
}

type Sheet = 'create' | 'import' | 'export';

export function ListPage({ narrow, onNarrow, shops, current, onMove, onOpen }: Props) {
  const me = useMe();
  const may = useMayCall();
  const [sheet, setSheet] = useState<Sheet>();
  const customers = useCustomers(narrow);
  const box = useRef<InputRef>(null);
  const page = useRef<HTMLDivElement>(null);
  const known = useMemo(() => tagsOf(customers), [customers]);
  const down = (enter: boolean) => {
    const first = customers.rows[0]?.card.id;
    if (enter && first) return onOpen(first);
    page.current?.querySelector<HTMLElement>('[role=listbox]')?.focus();
    if (first && !customers.rows.some((row) => row.card.id === current)) onMove(first);
  };
  useListKeys({ find: () => box.current?.focus(), create: may('customer.create') ? () => setSheet('create') : undefined });
  return (
    <div className={style.page} ref={page}>
      <Header total={customers.total} onSheet={setSheet} />
      <Filters value={narrow} onChange={onNarrow} shops={shops} tags={known} onDown={down} box={box} />
      <Body customers={customers} narrowed={isNarrowed(narrow)} current={current} onMove={onMove} onOpen={onOpen} onCreate={() => setSheet('create')} />
      <CreateSheet open={sheet === 'create'} shops={shops} shop={me?.shop?.id ?? null} onClose={() => setSheet(undefined)} onOpen={onOpen} />
      <TableSheet open={sheet === 'import'} noun="customer" onClose={() => setSheet(undefined)} />
      <ExportSheet open={sheet === 'export'} first={['customers']} onClose={() => setSheet(undefined)} />
    </div>
  );
}

function tagsOf({ rows }: Customers): string[] {
  return [...new Set(rows.flatMap((row) => row.card.tags))].sort((a, b) => a.localeCompare(b));
}

function useListKeys({ find, create }: { find: () => void; create: (() => void) | undefined }) {
  const t = useWords(words);
  const c = useWords(customerWords);
  useKeys({ id: 'customers', title: c('scope'), order: 3 }, [
    { key: 'f', label: t('find'), icon: 'search', also: 'find guke zhao', run: find },
    ...(create ? [{ key: 'n', label: t('newCustomer'), icon: 'plus' as const, also: 'new customer xinguke jian', run: create }] : []),
  ]);
}

function Header({ total, onSheet }: { total: number; onSheet: (sheet: Sheet) => void }) {
  const t = useWords(words);
  const may = useMayCall();
  const items = [
    ...(may('import.read_table') ? [{ key: 'import', label: t('importTable') }] : []),
    ...(may('export.run') ? [{ key: 'export', label: t('exportThem') }] : []),
  ];
  return (
    <header className={style.header}>
      <h1>{t('title')}</h1>
      <span className="t13 ink3 num">{total.toLocaleString('en-US')}</span>
      <span className="grow" />
      {items.length > 0 && (
        <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => onSheet(key === 'import' ? 'import' : 'export') }}>
          <IconButton icon="more" label={t('more')} menu />
        </Dropdown>
      )}
      {may('customer.create') && <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => onSheet('create')}>{t('newCustomer')}<KeyCap keys="n" /></Button>}
    </header>
  );
}

interface BodyProps {
  customers: Customers;
  narrowed: boolean;
  current: string | undefined;
  onMove: (id: string) => void;
  onOpen: (id: string) => void;
  onCreate: () => void;
}

function Body({ customers, narrowed, current, onMove, onOpen, onCreate }: BodyProps) {
  const t = useWords(words);
  const c = useWords(customerWords);
  const may = useMayCall();
  const { rows, total, loading, error, retry, more } = customers;
  if (error) return <Failure message={error.message} refusal={error.refusal} onRetry={retry} />;
  if (loading) return <Skeleton lines={6} />;
  if (rows.length === 0) {
    const create = may('customer.create') && <Button onClick={onCreate}>{c('newCustomer')}</Button>;
    return narrowed ? <Empty title={c('noMatch')} next={c('noMatchNext')} actions={create} /> : <Empty title={c('noCustomers')} next={c('noCustomersNext')} actions={create} />;
  }
  return (
    <>
      <CustomerList rows={rows} current={current ?? rows[0]?.card.id} onMove={onMove} onOpen={onOpen} onNearEnd={more} />
      <footer className="row g8 t12 ink3" style={{ height: 36, padding: '0 24px', borderTop: '1px solid var(--z-line)', flex: 'none' }}>
        <span className="grow num">{t('loaded', { total, count: rows.length })}</span>
        <KeyCap keys="j k" /><span>{t('upDown')}</span>
        <KeyCap keys="enter" /><span>{t('open')}</span>
      </footer>
    </>
  );
}
