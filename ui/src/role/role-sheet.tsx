/** A role: its name and what it allows. A new one may begin like another. */
import { Checkbox, Input, Select } from 'antd';
import type { RoleRow, SaveRole } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useDraftOf } from '../kit/draft-of';
import { EditSheet } from '../kit/edit-sheet';
import { Field, Pair, Several } from '../kit/form';
import { useWords } from '../kit/i18n';
import { notify } from '../kit/notices';
import { groups, names, ordered, toggled } from './groups';
import style from './role.module.css';
import { words } from './words';

export function RoleSheet({ role, roles, onClose }: { role?: RoleRow | undefined; roles: readonly RoleRow[]; onClose: () => void }) {
  const t = useWords(words);
  const { value, set, dirty } = useDraftOf<SaveRole>(role ? { id: role.id, name: role.name, permissions: role.permissions } : { id: null, name: '', permissions: [] });
  const save = useAct('role.save', { quiet: true });
  const missing = !value.name.trim() ? t('needName') : value.permissions.length === 0 ? t('needSome') : undefined;
  const keep = () => save.mutate(value, { onSuccess: () => (notify({ key: 'role', kind: 'done', text: t('saved', { name: value.name.trim() }) }), onClose()) });
  const begin = (id: string | undefined) => set({ permissions: roles.find((each) => each.id === id)?.permissions ?? [] });
  const name = <Field label={t('name')}>{(control) => <Input {...control} autoFocus={!role} value={value.name} maxLength={80} placeholder={t('nameHint')} autoComplete="off" onChange={(event) => set({ name: event.target.value })} />}</Field>;
  return (
    <EditSheet title={role ? t('edit', { name: role.name }) : t('newRole')} dirty={dirty} busy={save.isPending} missing={missing} error={save.error} {...(role ? {} : { action: t('add') })} onSave={keep} onClose={onClose}>
      {role ? name : (
        <Pair>
          {name}
          <Field label={t('like')}>{(control) => <Select {...control} allowClear placeholder={t('likeNone')} options={ordered(roles).map((each) => ({ value: each.id, label: each.name }))} onChange={begin} />}</Field>
        </Pair>
      )}
      <p className="t13 ink3">{t('chosen', { count: value.permissions.length })}{role && role.people > 0 && <> · {t('affects', { count: role.people })}</>}</p>
      {groups.map((group) => (
        <Several key={group.name} label={t(group.name)}>
          <div className={style.ticks}>
            {group.permissions.map((permission) => (
              <Checkbox key={permission} checked={value.permissions.includes(permission)} onChange={() => set({ permissions: toggled(value.permissions, permission) })}>{t(names[permission])}</Checkbox>
            ))}
          </div>
        </Several>
      ))}
    </EditSheet>
  );
}
