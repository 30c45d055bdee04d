/** Someone stands at the counter or calls: who it is (or nobody yet), from where, the first words; then the thread opens. */
import { Button, Input, Modal, Segmented } from 'antd';
import { useId, useState } from 'react';
import type { Channel } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useMe } from '../ipc/me';
import { Avatar, useChannelName } from '../kit/avatar';
import { useWords } from '../kit/i18n';
import { CustomerFinder, type Chosen } from './side/finder';
import style from './side/side.module.css';
import { words } from './side/words';

interface Props {
  open: boolean;
  onClose: () => void;
  onOpened: (conversation: string) => void;
}

type Who = Chosen | 'anonymous' | undefined;
const channels = ['counter', 'hotline'] as const satisfies readonly Channel[];

export function ServeSheet(props: Props) {
  const t = useWords(words);
  return (
    <Modal open={props.open} title={t('serveTitle')} onCancel={props.onClose} footer={null} width={520} closable={{ 'aria-label': t('close') }} destroyOnHidden>
      <ServeForm {...props} />
    </Modal>
  );
}

function ServeForm({ onClose, onOpened }: Props) {
  const t = useWords(words);
  const me = useMe();
  const channelName = useChannelName();
  const id = useId();
  const [channel, setChannel] = useState<(typeof channels)[number]>('counter');
  const [who, setWho] = useState<Who>();
  const [said, setSaid] = useState('');
  const open = useAct('conversation.open');
  const start = () => {
    if (!who) return;
    const input = { customer: who === 'anonymous' ? null : who.id, channel, shop: me?.shop?.id ?? null, subject: '', text: said.trim() };
    open.mutate(input, { onSuccess: (made) => (onOpened(made.id), onClose()) });
  };
  return (
    <div className="col g12">
      <Segmented block aria-label={t('serveChannel')} value={channel} onChange={setChannel} options={channels.map((each) => ({ value: each, label: channelName(each) }))} />
      {who ? <Who who={who} onChange={() => setWho(undefined)} /> : <CustomerFinder action={t('identifyDo')} onChoose={setWho} />}
      {!who && <span><Button type="text" onClick={() => setWho('anonymous')}>{t('serveAnonymous')}</Button></span>}
      {who && (
        <>
          <label htmlFor={id} className="t13 ink2">{t('serveWords')}</label>
          <Input.TextArea id={id} autoFocus autoSize={{ minRows: 2, maxRows: 6 }} maxLength={20_000} value={said} placeholder={t('serveWordsHint')} onChange={(event) => setSaid(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && start()} />
        </>
      )}
      <div className="row g8" style={{ justifyContent: 'flex-end' }}>
        {!who && <span className="t12 ink3 grow">{t('serveNeedWho')}</span>}
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button type="primary" disabled={!who} loading={open.isPending} onClick={start}>{t('serveDo')}</Button>
      </div>
    </div>
  );
}

function Who({ who, onChange }: { who: Exclude<Who, undefined>; onChange: () => void }) {
  const t = useWords(words);
  const named = who === 'anonymous' ? undefined : who.name;
  return (
    <div className={style.chosen}>
      {named && <Avatar name={named} size={32} />}
      <span className="grow ell">{named ? t('serveChosen', { name: named }) : t('serveAnonymousNote')}</span>
      <Button size="small" onClick={onChange}>{t('serveChange')}</Button>
    </div>
  );
}
