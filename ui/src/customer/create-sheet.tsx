/** Writes a new customer down; a card that may be the same person is offered before a second one is made. */
import { Button, Input, Modal, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import type { CreateCustomer, Id, ShopRow } from '../ipc/bindings';
import { useAct, useCall } from '../ipc/hooks';
import { useWords } from '../kit/i18n';
import { notify } from '../kit/notices';
import style from './card.module.css';
import { tiers, useTierName } from './tier';
import { words } from './words';

interface Props {
  open: boolean;
  shops: readonly ShopRow[];
  shop: Id | null;
  onClose: () => void;
  onOpen: (id: Id) => void;
}

export function CreateSheet({ open, ...rest }: Props) {
  const t = useWords(words);
  return (
    <Modal open={open} title={t('newCustomer')} onCancel={rest.onClose} footer={null} width={520} closable={{ 'aria-label': t('close') }} destroyOnHidden>
      <Form {...rest} />
    </Modal>
  );
}

const digitsOf = (text: string) => text.replace(/\D/g, '');

/** What to look for before making a second card: a whole mobile number, else nothing. */
export function lookFor(phone: string): string | undefined {
  const digits = digitsOf(phone).replace(/^86(?=1\d{10}$)/, '');
  return /^1\d{10}$/.test(digits) ? digits : undefined;
}

function Form({ shops, shop, onClose, onOpen }: Omit<Props, 'open'>) {
  const t = useWords(words);
  const tierName = useTierName();
  const [form, setForm] = useState<CreateCustomer>({ name: '', phone: '', member_no: '', tier: null, home_shop: shop, tags: [], notes: '' });
  const create = useAct('customer.create');
  const set = (part: Partial<CreateCustomer>) => setForm((now) => ({ ...now, ...part }));
  const save = () => form.name.trim() && create.mutate(form, {
    onSuccess: ({ id }) => {
      notify({ key: 'customer-created', kind: 'done', text: t('created') });
      onOpen(id);
    },
  });
  return (
    <form className={style.form} onSubmit={(event) => (event.preventDefault(), save())}>
      <Line label={t('name')}><Input autoFocus value={form.name} autoComplete="off" onChange={(event) => set({ name: event.target.value })} /></Line>
      <div className={style.two}>
        <Line label={t('phone')}><Input value={form.phone} inputMode="tel" autoComplete="off" onChange={(event) => set({ phone: event.target.value })} /></Line>
        <Line label={t('memberNo')}><Input value={form.member_no} autoComplete="off" onChange={(event) => set({ member_no: event.target.value })} /></Line>
      </div>
      <Already phone={form.phone} onOpen={onOpen} />
      <div className={style.two}>
        <Line label={t('tier')}><Select allowClear aria-label={t('tier')} value={form.tier} options={tiers.map((tier) => ({ value: tier, label: tierName(tier) }))} onChange={(tier) => set({ tier: tier ?? null })} /></Line>
        <Line label={t('homeShop')}><Select allowClear aria-label={t('homeShop')} showSearch={{ optionFilterProp: 'label' }} value={form.home_shop} options={shops.map((each) => ({ value: each.id, label: each.name }))} onChange={(home_shop) => set({ home_shop: home_shop ?? null })} /></Line>
      </div>
      <Line label={t('tags')}><Select mode="tags" aria-label={t('tags')} open={false} suffixIcon={null} placeholder={t('tagsHint')} value={form.tags} onChange={(tags) => set({ tags })} /></Line>
      <Line label={t('notes')}><Input.TextArea rows={2} placeholder={t('notesHint')} value={form.notes} onChange={(event) => set({ notes: event.target.value })} /></Line>
      <div className="row g8" style={{ justifyContent: 'flex-end', marginTop: 4 }}>
        {!form.name.trim() && <span className="t13 ink3 grow">{t('nameMissing')}</span>}
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={create.isPending} disabled={!form.name.trim()}>{t('create')}</Button>
      </div>
    </form>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return <label>{label}{children}</label>;
}

function Already({ phone, onOpen }: { phone: string; onOpen: (id: Id) => void }) {
  const t = useWords(words);
  const text = lookFor(phone);
  const found = useCall('customer.find', text ? { text, limit: 3 } : 'skip');
  if (!text || !found.data?.length) return null;
  return (
    <div className="col g4 t13" role="status">
      <span className="ink2">{t('alreadyHere')}</span>
      {found.data.map(({ card }) => (
        <span key={card.id} className="row g8">
          <b>{card.name}</b>
          <span className="num ink2">{card.phone}</span>
          <Button size="small" type="link" onClick={() => onOpen(card.id)}>{t('openCard')}</Button>
        </span>
      ))}
    </div>
  );
}
