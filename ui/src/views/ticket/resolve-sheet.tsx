/** Resolves a ticket: what must be done first stands there and holds the button; what may stay open is said before one goes on. */
import { Button, Input, Modal } from 'antd';
import { useId, useState } from 'react';
import type { TicketDetail } from '../../ipc/bindings';
import { useAct } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { KeyCap } from '../../kit/key-cap';
import { notify } from '../../kit/notices';
import { pointsOf } from './points';
import style from './ticket-page.module.css';
import { words } from './words';

export function ResolveSheet({ of, onClose }: { of: TicketDetail; onClose: () => void }) {
  const t = useWords(words);
  const { id, number, resolution } = of.ticket;
  const [text, setText] = useState(resolution ?? '');
  const box = useId();
  const move = useAct('ticket.move');
  const { blocking, optional } = pointsOf(of);
  const held = blocking.length > 0;
  const go = () => {
    if (held || move.isPending) return;
    move.mutate({ id, to: 'resolved', resolution: text.trim(), anyway: optional.length > 0 }, { onSuccess: () => (notify({ key: `ticket ${id}`, kind: 'done', text: t('resolved', { number }) }), onClose()) });
  };
  const footer = (
    <span className="row g8" style={{ justifyContent: 'flex-end' }}>
      {held && <span className="t12 ink3 grow" style={{ textAlign: 'start' }}>{t('needFirst', { count: blocking.length })}</span>}
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button type="primary" disabled={held} loading={move.isPending} onClick={go}>{optional.length > 0 && !held ? t('resolveAnyway') : t('resolveDo')} <KeyCap keys="mod+enter" /></Button>
    </span>
  );
  return (
    <Modal open title={t('resolveTitle', { number })} onCancel={onClose} footer={footer} width={520} closable={{ 'aria-label': t('close') }}>
      <div className="col g12">
        {held && <div className={style.strip} style={{ margin: 0, display: 'block' }}>{t('mustFirst')}<List points={blocking} /></div>}
        {optional.length > 0 && <div className="t13 ink2">{t('mayLeave')}<List points={optional} /></div>}
        <label htmlFor={box} className="t13 ink2">{t('resolution')}</label>
        <Input.TextArea id={box} value={text} autoFocus={!held} maxLength={20_000} autoSize={{ minRows: 3, maxRows: 10 }} placeholder={t('resolutionHint')} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && go()} />
      </div>
    </Modal>
  );
}

function List({ points }: { points: readonly string[] }) {
  return <ul className={style.points}>{points.map((point, i) => <li key={i}>{point}</li>)}</ul>;
}
