/** What can be done to the ticket on the screen, each as one line to call. Refusals are announced in the desk's own words. */
import type { CheckChange, Id, Priority, Relation, Ticket, TicketState, UpdateTicket } from '../../ipc/bindings';
import { useAct, useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { notify } from '../../kit/notices';
import { useNames } from '../../ticket/names';
import { words } from './words';

export interface TicketActs {
  change: (part: Partial<Omit<UpdateTicket, 'id'>>, done?: () => void) => void;
  move: (to: TicketState) => void;
  assign: (staff: Id | null) => void;
  prioritise: (priority: Priority) => void;
  department: (to: Id) => void;
  tag: (tag: string, on: boolean) => void;
  check: (change: CheckChange) => void;
  relate: (other: Id, relation: Relation, on: boolean) => void;
  unmerge: (id: Id) => void;
  watch: (watching: boolean) => void;
  snooze: (until: number | null) => void;
  copyNumber: () => void;
}

const nothing: Omit<UpdateTicket, 'id'> = { subject: null, description: null, kind: null, priority: null, customer: null, fields: {} };

export function useTicketActs({ id, number }: Ticket): TicketActs {
  const t = useWords(words);
  const names = useNames();
  const cards = useCall('staff.cards', {});
  const update = useAct('ticket.update');
  const move = useAct('ticket.move');
  const assign = useAct('ticket.assign');
  const bulk = useAct('ticket.bulk');
  const tag = useAct('ticket.tag');
  const check = useAct('ticket.checklist');
  const relate = useAct('ticket.relate');
  const unmerge = useAct('ticket.unmerge');
  const watch = useAct('ticket.watch');
  const snooze = useAct('ticket.snooze');
  const done = (text: string) => notify({ key: `ticket ${id}`, kind: 'done', text });
  const nameOf = (staff: Id) => cards.data?.find((card) => card.id === staff)?.name ?? '';
  return {
    change: (part, after) => update.mutate({ id, ...nothing, ...part }, { onSuccess: () => after?.() }),
    move: (to) => move.mutate({ id, to, resolution: '', anyway: false }, { onSuccess: () => done(t('moved', { state: names.state(to) })) }),
    assign: (staff) => assign.mutate({ id, staff }, { onSuccess: () => done(staff ? t('assigned', { name: nameOf(staff) }) : t('unassigned')) }),
    prioritise: (priority) => update.mutate({ id, ...nothing, priority }),
    department: (to) => bulk.mutate({ ids: [id], action: { do: 'department', to } }, { onSuccess: ({ refused }) => refused.forEach(({ why }) => notify({ key: 'ticket.bulk', kind: 'refusal', text: why })) }),
    tag: (name, on) => tag.mutate({ id, add: on ? [name] : [], remove: on ? [] : [name] }),
    check: (change) => check.mutate({ id, change }),
    relate: (other, relation, on) => relate.mutate({ id, other, relation, on }),
    unmerge: (merged) => unmerge.mutate({ id: merged }, { onSuccess: () => done(t('unmerged')) }),
    watch: (watching) => watch.mutate({ id, watching }),
    snooze: (until) => snooze.mutate({ id, until }),
    copyNumber: () => {
      navigator.clipboard.writeText(number).then(
        () => done(t('copied', { number })),
        () => notify({ key: 'copy', kind: 'failure', text: t('copyNo') }),
      );
    },
  };
}
