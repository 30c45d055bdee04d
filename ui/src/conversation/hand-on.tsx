/** Hands a conversation on: to a colleague (转给), or to another shop or department with a word to them (转交). */
import { Button, Input, Popover, Segmented, Select } from 'antd';
import { useId, useState } from 'react';
import type { ConversationDetail } from '../ipc/bindings';
import { useAct, useCall } from '../ipc/hooks';
import { useMe } from '../ipc/me';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { notify } from '../kit/notices';
import { People } from './people';
import style from './thread.module.css';
import { words } from './words';

interface Props {
  of: ConversationDetail;
  open: boolean;
  onOpen: (open: boolean) => void;
}

export function HandOn({ of, open, onOpen }: Props) {
  const t = useWords(words);
  return (
    <Popover trigger="click" open={open} onOpenChange={onOpen} placement="bottomRight" content={<HandOnForm of={of} onDone={() => onOpen(false)} />} destroyOnHidden>
      <IconButton icon="forward" label={t('assign')} keys="a" expanded={open} />
    </Popover>
  );
}

function HandOnForm({ of, onDone }: { of: ConversationDetail; onDone: () => void }) {
  const t = useWords(words);
  const me = useMe();
  const [to, setTo] = useState<'person' | 'place'>('person');
  const claim = useAct('conversation.claim');
  const assign = useAct('conversation.assign');
  const { id } = of.conversation;
  const give = (staff: string | null) => {
    if (staff === me?.staff.id) claim.mutate({ id });
    else assign.mutate({ id, staff });
    onDone();
  };
  return (
    <div className={style.handOn}>
      <Segmented block value={to} onChange={setTo} options={[{ value: 'person', label: t('toPerson') }, { value: 'place', label: t('toPlace') }]} />
      {of.assignee && <span className="t12 ink3">{t('assignNow', { name: of.assignee.name })}</span>}
      {to === 'person' ? <People holder={of.assignee?.id} onChoose={give} onLeave={onDone} /> : <PlaceForm of={of} onDone={onDone} />}
    </div>
  );
}

function PlaceForm({ of, onDone }: { of: ConversationDetail; onDone: () => void }) {
  const t = useWords(words);
  const shops = useCall('shop.list', {});
  const departments = useCall('department.list', {});
  const [shop, setShop] = useState<string | null>(null);
  const [department, setDepartment] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const route = useAct('conversation.route');
  const id = useId();
  const fitting = (departments.data ?? []).filter((row) => !row.archived && (row.shop === null || row.shop === (shop ?? of.conversation.shop)));
  const ready = shop !== null || department !== null;
  const go = () =>
    route.mutate({ id: of.conversation.id, shop, department, note: note.trim() }, { onSuccess: () => (notify({ key: 'route', kind: 'done', text: t('routed') }), onDone()) });
  return (
    <div className="col g8" role="group" aria-label={t('toPlace')}>
      <label htmlFor={`${id}s`} className="t12 ink3">{t('shop')}</label>
      <Select id={`${id}s`} showSearch={{ optionFilterProp: 'label' }} allowClear placeholder={of.shop?.name ?? t('shopHint')} value={shop} loading={shops.isPending} onChange={(next) => setShop(next ?? null)}
        options={(shops.data ?? []).filter((row) => !row.closed && row.id !== of.conversation.shop).map((row) => ({ value: row.id, label: row.name }))} />
      <label htmlFor={`${id}d`} className="t12 ink3">{t('department')}</label>
      <Select id={`${id}d`} showSearch={{ optionFilterProp: 'label' }} allowClear placeholder={of.department ?? t('departmentHint')} value={department} loading={departments.isPending} onChange={(next) => setDepartment(next ?? null)}
        options={fitting.map((row) => ({ value: row.id, label: row.name }))} />
      <label htmlFor={`${id}n`} className="t12 ink3">{t('routeNote')}</label>
      <Input.TextArea id={`${id}n`} rows={2} maxLength={500} value={note} placeholder={t('routeNoteHint')} onChange={(event) => setNote(event.target.value)} />
      <div className="row g8">
        <span className="grow t12 ink3">{!ready && t('routeNeed')}</span>
        <Button type="primary" disabled={!ready} loading={route.isPending} onClick={go}>{t('routeDo')}</Button>
      </div>
    </div>
  );
}
