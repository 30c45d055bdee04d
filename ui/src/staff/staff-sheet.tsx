/** A colleague: who they are, what they may do, where, and how they get in. A new one gets a one-time password at once. */
import { Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import type { DepartmentRow, RoleRow, SaveStaff, ShopCard, ShopRow, StaffRow } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useDraftOf } from '../kit/draft-of';
import { EditSheet } from '../kit/edit-sheet';
import { Field, Group, Pair, Several } from '../kit/form';
import { useWords } from '../kit/i18n';
import { notify } from '../kit/notices';
import { SecretOnce } from './secret-once';
import { SignInPart } from './sign-in-part';
import { words } from './words';

interface Props {
  person?: StaffRow | undefined;
  roles: readonly RoleRow[];
  shops: readonly ShopRow[];
  departments: readonly DepartmentRow[];
  onClose: () => void;
}

const blank: SaveStaff = { id: null, account: '', name: '', phone: '', roles: [], shops: [], departments: [], every_shop: false, disabled: false };

function inputOf({ card, phone, roles, shops, departments, every_shop, disabled }: StaffRow): SaveStaff {
  return { id: card.id, account: card.account, name: card.name, phone, roles, shops: shops.map((shop) => shop.id), departments, every_shop, disabled };
}

/** What may be chosen, with what is chosen already even when it may be chosen no more. */
function shopOptions(shops: readonly ShopRow[], held: readonly ShopCard[]) {
  const open = shops.filter((shop) => !shop.closed);
  return [...open, ...held.filter((shop) => !open.some((each) => each.id === shop.id))].map((shop) => ({ value: shop.id, label: shop.name }));
}

export function StaffSheet({ person, roles, shops, departments, onClose }: Props) {
  const t = useWords(words);
  const { value, set, dirty } = useDraftOf(person ? inputOf(person) : blank);
  const save = useAct('staff.save', { quiet: true });
  const give = useAct('staff.reset_password');
  const [secret, setSecret] = useState<string>();
  const name = value.name.trim();
  const missing = !name ? t('needName') : !value.account.trim() ? t('needAccount') : undefined;
  const saved = () => (notify({ key: 'staff', kind: 'done', text: t('saved', { name }) }), onClose());
  const keep = () => save.mutate(value, {
    onSuccess: ({ id }) => (person ? saved() : give.mutate({ id }, { onSuccess: (made) => setSecret(made.password), onError: saved })),
  });
  if (secret !== undefined && !person) return <SecretOnce name={name} password={secret} onClose={saved} />;
  return (
    <EditSheet title={person ? t('editPerson', { name: person.card.name }) : t('newPerson')} width={560} dirty={dirty} busy={save.isPending || give.isPending} missing={missing} error={save.error} {...(person ? {} : { action: t('add') })} onSave={keep} onClose={onClose}>
      <Pair>
        <Field label={t('name')}>{(control) => <Input {...control} autoFocus={!person} value={value.name} maxLength={80} autoComplete="off" onChange={(event) => set({ name: event.target.value })} />}</Field>
        <Field label={t('phone')} hint={t('phoneHint')}>{(control) => <Input {...control} value={value.phone} maxLength={30} inputMode="tel" autoComplete="off" onChange={(event) => set({ phone: event.target.value })} />}</Field>
      </Pair>
      <Field label={t('account')} hint={person ? t('accountFixed') : t('accountHint')}>{(control) => <Input {...control} value={value.account} disabled={person !== undefined} maxLength={32} autoComplete="off" onChange={(event) => set({ account: event.target.value })} />}</Field>
      <Several label={t('roles')} hint={value.roles.length === 0 ? t('rolesNone') : t('rolesHint')}>
        <Checkbox.Group value={value.roles} options={roles.map((role) => ({ value: role.id, label: role.name }))} onChange={(next) => set({ roles: next })} style={{ rowGap: 8 }} />
      </Several>
      <Several label={t('shops')} hint={value.every_shop ? undefined : t('shopsHint')}>
        <div className="col g8">
          <Checkbox checked={value.every_shop} onChange={(event) => set({ every_shop: event.target.checked })}>{t('everyShop')}</Checkbox>
          <Select mode="multiple" aria-label={t('shops')} placeholder={t('shopsNone')} showSearch={{ optionFilterProp: 'label' }} value={value.shops} options={shopOptions(shops, person?.shops ?? [])} onChange={(next) => set({ shops: next })} />
        </div>
      </Several>
      <Field label={t('departments')}>
        {(control) => <Select {...control} mode="multiple" showSearch={{ optionFilterProp: 'label' }} value={value.departments} options={departments.filter((each) => !each.archived || value.departments.includes(each.id)).map((each) => ({ value: each.id, label: each.name }))} onChange={(next) => set({ departments: next })} />}
      </Field>
      {person && (
        <Group title={t('signIn')}>
          <SignInPart person={person} />
          <Several label={t('standing')} hint={t('disableHint')}>
            <Checkbox checked={value.disabled} onChange={(event) => set({ disabled: event.target.checked })}>{t('disableBox')}</Checkbox>
          </Several>
        </Group>
      )}
    </EditSheet>
  );
}
