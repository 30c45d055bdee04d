/** Signing out while something is unsent: whoever closes the shop decides with the facts before them. */
import { Button, Modal, Progress } from 'antd';
import { useEffect, useState } from 'react';
import { call } from '../ipc/client';
import { useWords } from '../kit/i18n';
import { hasHub, useHub } from './hub';
import { words } from './words';

/** ms: a person stands there and waits. */
const OFTEN = 700;

interface Props {
  onLeave: () => void;
  onStay: () => void;
}

export function LeaveSheet({ onLeave, onStay }: Props) {
  const t = useWords(words);
  const hub = useHub(OFTEN);
  const [from, setFrom] = useState<number>();
  const left = hasHub(hub) ? hub.waiting : 0;
  const done = hub !== undefined && left === 0;
  useEffect(() => {
    if (done) onLeave();
  }, [done, onLeave]);
  if (!hub || done) return null;
  const off = hub.line === 'offline' || hub.line === 'denied';
  const wait = () => {
    setFrom(left);
    void call('hub.try_now', {}).catch(() => undefined); // the exchange goes on by itself in any case
  };
  const percent = from ? Math.round((100 * Math.max(0, from - left)) / from) : 0;
  const footer = (
    <div className="row g8" style={{ justifyContent: 'flex-end' }}>
      <Button onClick={onStay}>{t('leaveStay')}</Button>
      <Button onClick={onLeave}>{t('leaveNow')}</Button>
      {from === undefined && <Button type="primary" onClick={wait}>{t('leaveWait')}</Button>}
    </div>
  );
  return (
    <Modal open title={t('leaveTitle', { count: left })} onCancel={onStay} footer={footer} width={480} closable={{ 'aria-label': t('close') }}>
      {from === undefined ? (
        <p>{t('leaveBody')} {off && <span className="ink2">{t('leaveOffline')}</span>}</p>
      ) : (
        <div className="col g8" role="status">
          <p>{off ? t('leavingOffline', { count: left }) : t('leaving', { count: left })}</p>
          <Progress percent={percent} aria-label={t('sent', { percent })} showInfo={false} status={off ? 'normal' : 'active'} />
        </div>
      )}
    </Modal>
  );
}
