/** How a ticket hangs together with others: above, below, beside, merged into it; and the conversation it came from. */
import { Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Relation, TicketDetail, TicketRow } from '../../ipc/bindings';
import { inboxPlace } from '../../ipc/place';
import { useChannelName } from '../../kit/avatar';
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import { Icon, type IconName } from '../../kit/icons';
import { Section } from '../../kit/pane';
import { TicketSheet } from '../../ticket/find-sheets';
import { StateChip } from '../../ticket/marks';
import style from './ticket-page.module.css';
import type { Page } from './use-page';
import { words } from './words';

const relationWord = { parent: 'asParent', child: 'asChild', related: 'asRelated' } as const satisfies Record<Relation, string>;
const relations = ['related', 'parent', 'child'] as const satisfies readonly Relation[];

export function relationsCount(of: TicketDetail): number {
  return (of.parent ? 1 : 0) + of.children.length + of.links.length + of.merged.length + (of.ticket.conversation ? 1 : 0);
}

export function Relations({ page }: { page: Page }) {
  const t = useWords(words);
  const { of, acts } = page;
  const [adding, setAdding] = useState(false);
  const fixed = of.merged_into !== null;
  const untie = (relation: Relation) => (fixed ? undefined : (row: TicketRow) => acts.relate(row.id, relation, false));
  const unmerge = (row: TicketRow) => acts.unmerge(row.id);
  return (
    <Section title={t('relations')} extra={!fixed && <IconButton icon="plus" small label={t('addRelation')} onClick={() => setAdding(true)} />}>
      {relationsCount(of) === 0 && <span className="t13 ink3">{t('relationsEmpty')}</span>}
      {of.parent && <Row icon="up" kind={t('asParent')} row={of.parent} onOff={untie('parent')} />}
      {of.children.map((row) => <Row key={row.id} icon="split" kind={t('asChild')} row={row} onOff={untie('child')} />)}
      {of.links.map((row) => <Row key={row.id} icon="link" kind={t('asRelated')} row={row} onOff={untie('related')} />)}
      {of.merged.map((row) => <Row key={row.id} icon="merge" kind={t('mergedHere')} row={row} onUnmerge={unmerge} />)}
      <ConversationRow of={of} />
      {of.ticket.split_from && <div className={style.relation}><Icon name="split" size={16} /><Link href={`/tickets/${of.ticket.split_from}`}>{t('splitFrom')}</Link></div>}
      {adding && <RelateSheet of={of} onPick={(row, relation) => (acts.relate(row.id, relation, true), setAdding(false))} onClose={() => setAdding(false)} />}
    </Section>
  );
}

interface RowProps {
  icon: IconName;
  kind: string;
  row: TicketRow;
  onOff?: ((row: TicketRow) => void) | undefined;
  onUnmerge?: (row: TicketRow) => void;
}

function Row({ icon, kind, row, onOff, onUnmerge }: RowProps) {
  const t = useWords(words);
  return (
    <div className={style.relation}>
      <Icon name={icon} size={16} />
      <div className="grow">
        <div className="row g4"><span className="ink2 nowrap">{kind}</span><Link href={`/tickets/${row.id}`} className="num nowrap">{row.number}</Link></div>
        <div className="t12 ink3 ell" title={row.subject}>{row.subject}</div>
        {onUnmerge && <button type="button" className={`${style.link} t12`} onClick={() => onUnmerge(row)}>{t('unmerge')}</button>}
      </div>
      <span className={style.end}>
        <StateChip state={row.state} />
        {onOff && <span className={style.off}><IconButton icon="x" small label={t('relationRemove', { number: row.number })} onClick={() => onOff(row)} /></span>}
      </span>
    </div>
  );
}

function ConversationRow({ of: { ticket, messages } }: { of: TicketDetail }) {
  const t = useWords(words);
  const channel = useChannelName();
  if (!ticket.conversation) return null;
  return (
    <div className={style.relation}>
      <Icon name="chat" size={16} />
      <div className="grow">
        <Link href={inboxPlace(ticket.conversation, 'all')}>{t('threadHere', { channel: ticket.channel ? channel(ticket.channel) : '' })}</Link>
        {messages > 0 && <div className="t12 ink3 num">{t('messagesCount', { count: messages })}</div>}
      </div>
    </div>
  );
}

function RelateSheet({ of, onPick, onClose }: { of: TicketDetail; onPick: (row: TicketRow, relation: Relation) => void; onClose: () => void }) {
  const t = useWords(words);
  const [relation, setRelation] = useState<Relation>('related');
  const known = [of.ticket.id, of.parent?.id ?? '', ...of.children.map((row) => row.id), ...of.links.map((row) => row.id)];
  return (
    <TicketSheet title={t('relateTitle')} except={known} rests={(row) => (row.merged_into === null ? undefined : t('mergeDoneAlready'))} onPick={(row) => onPick(row, relation)} onClose={onClose}>
      <div style={{ marginBottom: 12 }}><Segmented block aria-label={t('relationKind')} value={relation} onChange={setRelation} options={relations.map((each) => ({ value: each, label: t(relationWord[each]) }))} /></div>
    </TicketSheet>
  );
}
