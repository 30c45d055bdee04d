/** The departments work is handed to, head office's and the shops' own. */
import type { DepartmentRow, ShopRow, StaffCard } from '../ipc/bindings';
import { Avatar } from '../kit/avatar';
import { Chip } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Rows, type Column } from '../kit/rows';
import { words } from './words';

interface Props {
  departments: readonly DepartmentRow[];
  shops: readonly ShopRow[];
  staff: readonly StaffCard[];
  onOpen: (department: DepartmentRow) => void;
}

/** In use first, then by where they belong (head office first) and name. */
export function ordered(departments: readonly DepartmentRow[], shops: readonly Pick<ShopRow, 'id'>[]): DepartmentRow[] {
  const place = (department: DepartmentRow) => (department.shop ? shops.findIndex((shop) => shop.id === department.shop) + 1 : 0);
  return departments.toSorted((a, b) => Number(a.archived) - Number(b.archived) || place(a) - place(b) || a.name.localeCompare(b.name));
}

export function DepartmentList({ departments, shops, staff, onOpen }: Props) {
  const t = useWords(words);
  const shopOf = (id: string | null) => (id ? shops.find((shop) => shop.id === id)?.name ?? '' : t('headOffice'));
  const leadOf = (id: string | null) => staff.find((person) => person.id === id);
  const columns: Column<DepartmentRow>[] = [
    { key: 'name', title: t('departmentName'), width: 'minmax(160px, 1.2fr)', cell: (row) => <span className="t14">{row.name}</span> },
    { key: 'shop', title: t('departmentShop'), width: 'minmax(128px, 1fr)', cell: (row) => shopOf(row.shop) },
    { key: 'lead', title: t('lead'), width: 'minmax(128px, 1fr)', cell: (row) => <Lead person={leadOf(row.lead)} none={t('leadNone')} /> },
    { key: 'people', title: t('people'), width: '64px', end: true, cell: (row) => <span className="num">{row.people}</span> },
    { key: 'standing', title: t('standing'), width: '96px', cell: (row) => (row.archived ? <Chip>{t('archived')}</Chip> : t('inUse')) },
  ];
  return <Rows label={t('departments')} columns={columns} rows={ordered(departments, shops)} idOf={(row) => row.id} isFaded={(row) => row.archived} onOpen={onOpen} />;
}

function Lead({ person, none }: { person: StaffCard | undefined; none: string }) {
  if (!person) return <span className="ink3">{none}</span>;
  return <span className="row g8"><Avatar name={person.name} size={20} /><span className="ell">{person.name}</span></span>;
}
