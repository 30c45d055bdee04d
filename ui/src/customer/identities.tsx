/** How the customer is known on each channel. Masked; the eye leaves a record; one is added or removed at a time. */
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { CustomerDetail, IdentityKind, IdentityView } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useMayCall } from '../ipc/me';
import { Confirm } from '../kit/confirm';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { Section } from '../kit/pane';
import style from './card.module.css';
import { Masked } from './masked';
import { useReveal } from './use-reveal';
import { words } from './words';

const kinds = {
  phone: 'kindPhone', member: 'kindMember', wecom: 'kindWecom', wechat: 'kindWechat', app: 'kindApp', web: 'kindWeb', email: 'kindEmail',
} as const satisfies Record<IdentityKind, string>;

export function Identities({ customer }: { customer: CustomerDetail }) {
  const t = useWords(words);
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<IdentityView>();
  const may = useMayCall();
  const remove = useAct('customer.remove_identity');
  const reveal = useReveal(customer.card.id);
  const add = may('customer.add_identity') && !adding && <IconButton icon="plus" small label={t('addIdentity')} onClick={() => setAdding(true)} />;
  return (
    <Section title={t('identities')} extra={add}>
      {customer.identities.length === 0 && !adding && <div className="t13 ink3">{t('noIdentities')}</div>}
      {customer.identities.map((identity) => {
        const what = t(kinds[identity.kind]);
        return (
          <div key={identity.key} className={style.identity}>
            <span className="ink3">{what}</span>
            <Masked shown={identity.shown} what={what} reveal={reveal && (() => reveal(identity.key))} />
            <span>{may('customer.remove_identity') && <IconButton icon="x" small label={t('removeIdentity', { what })} onClick={() => setLeaving(identity)} />}</span>
          </div>
        );
      })}
      {adding && <AddIdentity id={customer.card.id} onDone={() => setAdding(false)} />}
      <Confirm open={leaving !== undefined} title={t('removeIdentityTitle')} action={t('removeIdentityDo')} busy={remove.isPending} onClose={() => setLeaving(undefined)}
        onDo={() => leaving && remove.mutate({ id: customer.card.id, key: leaving.key }, { onSettled: () => setLeaving(undefined) })}>
        {t('removeIdentityNote', { shown: leaving?.shown ?? '' })}
      </Confirm>
    </Section>
  );
}

function AddIdentity({ id, onDone }: { id: string; onDone: () => void }) {
  const t = useWords(words);
  const [kind, setKind] = useState<IdentityKind>('phone');
  const [value, setValue] = useState('');
  const add = useAct('customer.add_identity');
  const save = () => value.trim() && add.mutate({ id, kind, value }, { onSuccess: onDone });
  const options = (Object.keys(kinds) as IdentityKind[]).map((each) => ({ value: each, label: t(kinds[each]) }));
  return (
    <div className={style.addLine}>
      <Select size="small" aria-label={t('identityKind')} value={kind} options={options} onChange={setKind} popupMatchSelectWidth={false} style={{ minWidth: 96 }} />
      <Input size="small" autoFocus aria-label={t('identityValue')} placeholder={t('identityValue')} value={value} autoComplete="off" onChange={(event) => setValue(event.target.value)}
        onPressEnter={save} onKeyDown={(event) => event.key === 'Escape' && (event.stopPropagation(), onDone())} />
      <Button size="small" type="primary" loading={add.isPending} disabled={!value.trim()} onClick={save}>{t('add')}</Button>
    </div>
  );
}
