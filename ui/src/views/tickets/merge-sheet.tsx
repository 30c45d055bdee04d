/** Makes one ticket of several: which one stays is chosen here, what comes along is said before it happens. */
import { Button, Modal } from 'antd';
import { useId, useState } from 'react';
import type { TicketRow } from '../../ipc/bindings';
import { useAct } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { notify } from '../../kit/notices';
import { StateChip } from '../../ticket/marks';
import { isLive } from '../../ticket/names';
import style from './tickets.module.css';
import { words } from './words';

export function MergeRowsSheet({ rows, onMerged, onClose }: { rows: readonly TicketRow[]; onMerged: () => void; onClose: () => void }) {
  const t = useWords(words);
  const name = useId();
  const oldest = rows.toSorted((a, b) => Number(isLive(b.state)) - Number(isLive(a.state)) || a.opened_at - b.opened_at)[0];
  const [into, setInto] = useState(oldest?.id);
  const merge = useAct('ticket.merge');
  const stays = rows.find((row) => row.id === into);
  const go = () => {
    if (!stays) return;
    const ids = rows.filter((row) => row.id !== stays.id).map((row) => row.id);
    merge.mutate({ into: stays.id, ids }, { onSuccess: () => (notify({ key: 'ticket.merge', kind: 'done', text: t('mergeDone', { number: stays.number }) }), onMerged()) });
  };
  const footer = (
    <span className="row g8" style={{ justifyContent: 'flex-end' }}>
      {rows.length < 2 && <span className="t12 ink3 grow" style={{ textAlign: 'start' }}>{t('onlyHere')}</span>}
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button type="primary" disabled={!stays || rows.length < 2} loading={merge.isPending} onClick={go}>{t('mergeDo', { number: stays?.number ?? '' })}</Button>
    </span>
  );
  return (
    <Modal open title={t('mergeTitle', { count: rows.length })} onCancel={onClose} footer={footer} width={560} closable={{ 'aria-label': t('close') }}>
      <p className="t13 ink2">{t('mergeNote')}</p>
      <div role="radiogroup" aria-label={t('mergeInto')} style={{ marginTop: 12, maxHeight: '40vh', overflow: 'auto' }}>
        <div className="t12 ink3" style={{ padding: '0 8px 4px' }}>{t('mergeInto')}</div>
        {rows.map((row) => (
          <label key={row.id} className={style.mergeRow}>
            <input type="radio" name={name} checked={row.id === into} onChange={() => setInto(row.id)} />
            <span className="num ink2 nowrap">{row.number}</span>
            <span className="grow ell">{row.subject}</span>
            <span className="t12 ink3 nowrap">{row.customer?.name}</span>
            <StateChip state={row.state} />
          </label>
        ))}
      </div>
    </Modal>
  );
}
