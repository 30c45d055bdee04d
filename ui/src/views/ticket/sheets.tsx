/** The sheets over a ticket: each is shown while it is open and ends by closing itself. */
import { useLocation } from 'wouter';
import type { TicketDetail } from '../../ipc/bindings';
import { useAct } from '../../ipc/hooks';
import { Confirm } from '../../kit/confirm';
import { useWords } from '../../kit/i18n';
import { notify } from '../../kit/notices';
import { MacroPick } from '../../macro/macro-pick';
import { RatingSheet } from '../../rating/rating-sheet';
import { CreateTicketSheet } from '../../ticket/create-sheet';
import { CustomerSheet, TicketSheet } from '../../ticket/find-sheets';
import { isLive } from '../../ticket/names';
import { AssignSheet, DepartmentSheet, PrioritySheet, StateSheet } from '../../ticket/pick-sheets';
import { TagSheet } from '../../ticket/tag-sheet';
import { pointsOf } from './points';
import { ResolveSheet } from './resolve-sheet';
import { SplitSheet } from './split-sheet';
import type { Page } from './use-page';
import { words } from './words';

export function Sheets({ page }: { page: Page }) {
  const { of, acts, sheet } = page;
  const { ticket } = of;
  const close = () => page.open(undefined);
  const then = <T,>(act: (value: T) => void) => (value: T) => (close(), act(value));
  switch (sheet) {
    case undefined:
      return null;
    case 'assign':
      return <AssignSheet now={ticket.assignee} onPick={then(acts.assign)} onClose={close} />;
    case 'priority':
      return <PrioritySheet now={ticket.priority} onPick={then(acts.prioritise)} onClose={close} />;
    case 'department':
      return <DepartmentSheet now={ticket.department ?? undefined} onPick={then(acts.department)} onClose={close} />;
    case 'tag':
      return <TagSheet tags={ticket.tags} known={of.customer?.tags ?? []} onAdd={(tag) => acts.tag(tag, true)} onRemove={(tag) => acts.tag(tag, false)} onClose={close} />;
    case 'state':
      return <MoveSheet page={page} onClose={close} />;
    case 'resolve':
      return <ResolveSheet of={of} onClose={close} />;
    case 'split':
      return <SplitSheet of={of} onClose={close} />;
    case 'macro':
      return <MacroPick noun="ticket" about={ticket.id} onClose={close} />;
    case 'rate':
      return <RatingSheet noun="ticket" about={ticket.id} onClose={close} />;
    case 'customer':
      return <CustomerSheet onPick={(card) => (close(), acts.change({ customer: card.id }))} onClose={close} />;
    case 'child':
      return <ChildSheet of={of} onClose={close} />;
    case 'merge':
      return <MergeSheet of={of} onClose={close} />;
    case 'delete':
      return <DeleteSheet of={of} onClose={close} />;
  }
}

interface SheetProps {
  of: TicketDetail;
  onClose: () => void;
}

/** Resolving asks for more than a state: what is missing, and how it was resolved. */
function MoveSheet({ page, onClose }: { page: Page; onClose: () => void }) {
  const t = useWords(words);
  const { of, acts } = page;
  const { blocking } = pointsOf(of);
  const hints = blocking.length > 0 ? { resolved: t('openPoints', { count: blocking.length }) } : {};
  return <StateSheet now={of.ticket.state} next={of.next_states} hints={hints} onClose={onClose} onPick={(to) => (to === 'resolved' ? page.open('resolve') : (onClose(), acts.move(to)))} />;
}

function ChildSheet({ of, onClose }: SheetProps) {
  const [, go] = useLocation();
  const { ticket, customer } = of;
  return <CreateTicketSheet origin={{ parent: ticket.id, customer, channel: ticket.channel, shop: ticket.shop }} onClose={onClose} onMade={({ id }) => (onClose(), go(`/tickets/${id}`))} />;
}

function MergeSheet({ of, onClose }: SheetProps) {
  const t = useWords(words);
  const [, go] = useLocation();
  const { id, number, customer } = of.ticket;
  const merge = useAct('ticket.merge');
  return (
    <TicketSheet
      title={t('mergeTitle', { number })} except={[id]} liveOnly onClose={onClose}
      rests={(row) => (row.merged_into !== null ? t('mergeDoneAlready') : customer !== null && row.customer !== null && row.customer.id !== customer ? t('mergeOther') : isLive(row.state) ? undefined : t('notLive'))}
      onPick={(into) => merge.mutate({ into: into.id, ids: [id] }, { onSuccess: () => (notify({ key: 'ticket.merge', kind: 'done', text: t('merged', { number: into.number }) }), onClose(), go(`/tickets/${into.id}`)) })}
    >
      <p className="t13 ink2" style={{ marginBottom: 12 }}>{t('mergeNote')}</p>
    </TicketSheet>
  );
}

function DeleteSheet({ of, onClose }: SheetProps) {
  const t = useWords(words);
  const [, go] = useLocation();
  const { id, number } = of.ticket;
  const remove = useAct('ticket.delete');
  const gone = () => {
    notify({ key: 'ticket.delete', kind: 'done', text: t('removed', { number }) });
    onClose();
    go('/tickets');
  };
  return (
    <Confirm open title={t('removeTitle', { number })} action={t('remove')} phrase={number} busy={remove.isPending} onClose={onClose} onDo={() => remove.mutate({ id }, { onSuccess: gone })}>
      {t('removeNote')}
    </Confirm>
  );
}
