/** The choices a ticket takes, each as a sheet: a person, a priority, a state, a department. For one ticket or for many. */
import type { Id, Priority, TicketState } from '../ipc/bindings';
import { useCall } from '../ipc/hooks';
import { useMay, useMe } from '../ipc/me';
import { Avatar } from '../kit/avatar';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { isPressing, priorities, useNames } from './names';
import { PickSheet, type Option } from './pick-sheet';
import { words } from './words';

const NOBODY = 'nobody';

interface Sheet<T> {
  /** What holds now; undefined when many differ. */
  now: T | undefined;
  onPick: (value: T) => void;
  onClose: () => void;
}

/** Taking a ticket nobody has, and letting go of one's own, is everybody's; the rest needs the right to assign. */
export function AssignSheet({ now, onPick, onClose }: Sheet<Id | null>) {
  const t = useWords(words);
  const me = useMe();
  const cards = useCall('staff.cards', {});
  const mine = me?.staff.id;
  const may = useMay()('ticket.assign');
  const why = may ? undefined : t('assignWhy');
  const others = (cards.data ?? []).filter((card) => card.id !== mine);
  const person = (id: Id, name: string, label: string, also: string, free: boolean): Option => ({ id, label, also, mark: <Avatar name={name} size={24} />, on: now === id, why: free ? undefined : why });
  const options: Option[] = [
    ...(me ? [person(me.staff.id, me.staff.name, t('assignMe'), `${me.staff.name} ${me.staff.account} me wo`, now === null || now === mine)] : []),
    { id: NOBODY, label: t('assignNobody'), also: 'nobody none meiren', mark: <Icon name="user" size={20} />, on: now === null, why: now === mine || now === null ? undefined : why },
    ...others.map((card) => person(card.id, card.name, card.name, card.account, false)),
  ];
  return <PickSheet title={t('assignTitle')} options={options} loading={cards.isPending} onPick={(id) => onPick(id === NOBODY ? null : id)} onClose={onClose} />;
}

export function PrioritySheet({ now, onPick, onClose }: Sheet<Priority>) {
  const t = useWords(words);
  const names = useNames();
  const options = priorities.map((priority): Option => ({
    id: priority, label: names.priority(priority), also: priority, on: priority === now,
    mark: <Icon name="flag" size={16} style={{ color: isPressing(priority) ? 'var(--z-danger)' : 'var(--z-ink3)' }} />,
  }));
  return <PickSheet title={t('priorityTitle')} options={options} onClose={onClose} onPick={(id) => priorities.filter((known) => known === id).forEach(onPick)} />;
}

interface StateProps extends Sheet<TicketState> {
  /** The states that may follow. */
  next: readonly TicketState[];
  /** What stands beside a state, such as what is missing for resolving. */
  hints?: Partial<Record<TicketState, string>>;
}

export function StateSheet({ now, next, hints, onPick, onClose }: StateProps) {
  const t = useWords(words);
  const names = useNames();
  const options = next.map((state): Option => ({ id: state, label: names.state(state), also: state, on: state === now, hint: hints?.[state] }));
  return <PickSheet title={t('stateTitle')} options={options} onClose={onClose} onPick={(id) => next.filter((known) => known === id).forEach(onPick)} />;
}

export function DepartmentSheet({ now, onPick, onClose }: Sheet<Id>) {
  const t = useWords(words);
  const departments = useCall('department.list', {});
  const options = (departments.data ?? []).filter((each) => !each.archived).map((each): Option => ({ id: each.id, label: each.name, on: each.id === now, mark: <Icon name="group" size={18} /> }));
  return <PickSheet title={t('departmentTitle')} options={options} loading={departments.isPending} onPick={onPick} onClose={onClose} />;
}
