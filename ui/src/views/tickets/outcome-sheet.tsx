/** Which of many tickets were not changed, each with the rule that said no. */
import { Button, Modal } from 'antd';
import { Link } from 'wouter';
import type { BulkOutcome, TicketRow } from '../../ipc/bindings';
import { useWords } from '../../kit/i18n';
import style from './tickets.module.css';
import { words } from './words';

interface Props {
  outcome: BulkOutcome;
  rows: readonly TicketRow[];
  /** Leaves only the refused ones ticked. */
  onKeep: () => void;
  onClose: () => void;
}

export function OutcomeSheet({ outcome, rows, onKeep, onClose }: Props) {
  const t = useWords(words);
  const footer = (
    <span className="row g8" style={{ justifyContent: 'flex-end' }}>
      <Button onClick={onKeep}>{t('outcomeKeep')}</Button>
      <Button type="primary" onClick={onClose}>{t('outcomeClose')}</Button>
    </span>
  );
  return (
    <Modal open title={t('outcomeTitle', { done: outcome.done, refused: outcome.refused.length })} onCancel={onClose} footer={footer} width={560} closable={{ 'aria-label': t('close') }}>
      <p className="t13 ink2">{t('outcomeNote')}</p>
      <ul className={style.outcome}>
        {outcome.refused.map(({ id, why }) => {
          const row = rows.find((each) => each.id === id);
          return (
            <li key={id}>
              <Link href={`/tickets/${id}`} className="num">{row?.number ?? id}</Link>
              <span className="ell">{row?.subject}</span>
              <span />
              <span className="ink2">{why}</span>
            </li>
          );
        })}
      </ul>
    </Modal>
  );
}
