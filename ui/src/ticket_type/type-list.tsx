/** Ticket types as lines, and the same lines movable when their order is to change. */
import type { DepartmentRow, Priority, SlaPolicy, TicketType } from '../ipc/bindings';
import { Chip } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Reorder } from '../kit/reorder';
import { Rows, type Column } from '../kit/rows';
import style from './editor.module.css';
import { words } from './words.editor';

interface Props {
  types: readonly TicketType[];
  departments: readonly DepartmentRow[];
  policies: readonly SlaPolicy[];
  priorityName: (priority: Priority) => string;
  onOpen: (type: TicketType) => void;
}

export function TypeList({ types, departments, policies, priorityName, onOpen }: Props) {
  const t = useWords(words);
  const nameIn = (all: readonly { id: string; name: string }[], id: string | null, none: string) => all.find((each) => each.id === id)?.name ?? <span className="ink3">{none}</span>;
  const columns: Column<TicketType>[] = [
    { key: 'name', title: t('name'), width: 'minmax(152px, 1.2fr)', cell: (type) => <span className="t14">{type.name}</span> },
    { key: 'department', title: t('department'), width: 'minmax(136px, 1fr)', cell: (type) => nameIn(departments, type.department, t('departmentNone')) },
    { key: 'priority', title: t('priority'), width: '132px', cell: (type) => (type.priority ? priorityName(type.priority) : <span className="ink3">{t('priorityNone')}</span>) },
    { key: 'sla', title: t('sla'), width: 'minmax(136px, 1fr)', cell: (type) => nameIn(policies, type.sla, t('slaNone')) },
    { key: 'fields', title: t('fields'), width: '80px', end: true, cell: (type) => <span className="num">{type.fields.length}</span> },
    { key: 'checklist', title: t('checklist'), width: '80px', end: true, cell: (type) => <span className="num">{type.checklist.length}</span> },
    { key: 'standing', title: t('standing'), width: '88px', cell: (type) => (type.archived ? <Chip>{t('archived')}</Chip> : t('inUse')) },
  ];
  return <Rows label={t('types')} columns={columns} rows={types} idOf={(type) => type.id} isFaded={(type) => type.archived} onOpen={onOpen} />;
}

export function TypeOrder({ types, onChange }: { types: readonly TicketType[]; onChange: (types: TicketType[]) => void }) {
  const t = useWords(words);
  return (
    <Reorder label={t('order')} items={types} keyOf={(type) => type.id} nameOf={(type) => type.name} className={style.orderLine} onChange={onChange}>
      {(type, _, handle) => <>{handle}<span className="t14">{type.name}</span></>}
    </Reorder>
  );
}
