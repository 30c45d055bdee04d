/** Makes a department or changes one: where it belongs, who leads it, whether it is still handed work. */
import { Checkbox, Input, Select } from 'antd';
import type { DepartmentRow, SaveDepartment, ShopRow, StaffCard } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useDraftOf } from '../kit/draft-of';
import { EditSheet } from '../kit/edit-sheet';
import { Field, Several } from '../kit/form';
import { useWords } from '../kit/i18n';
import { notify } from '../kit/notices';
import { words } from './words';

interface Props {
  department?: DepartmentRow | undefined;
  shops: readonly ShopRow[];
  staff: readonly StaffCard[];
  onClose: () => void;
}

const HEAD_OFFICE = '';

function inputOf(department?: DepartmentRow): SaveDepartment {
  if (!department) return { id: null, name: '', shop: null, lead: null, archived: false };
  const { id, name, shop, lead, archived } = department;
  return { id, name, shop, lead, archived };
}

export function DepartmentSheet({ department, shops, staff, onClose }: Props) {
  const t = useWords(words);
  const { value, set, dirty } = useDraftOf(inputOf(department));
  const save = useAct('department.save', { quiet: true });
  const places = [{ value: HEAD_OFFICE, label: t('headOffice') }, ...shops.filter((shop) => !shop.closed || shop.id === value.shop).map((shop) => ({ value: shop.id, label: shop.name }))];
  const keep = () => save.mutate(value, { onSuccess: () => (notify({ key: 'department', kind: 'done', text: t('departmentSaved', { name: value.name.trim() }) }), onClose()) });
  return (
    <EditSheet title={department ? t('editDepartment', { name: department.name }) : t('newDepartment')} dirty={dirty} busy={save.isPending} missing={value.name.trim() ? undefined : t('needDepartment')} error={save.error} {...(department ? {} : { action: t('addDepartment') })} onSave={keep} onClose={onClose}>
      <Field label={t('departmentName')}>{(control) => <Input {...control} autoFocus={!department} value={value.name} maxLength={80} placeholder={t('departmentHint')} autoComplete="off" onChange={(event) => set({ name: event.target.value })} />}</Field>
      <Field label={t('departmentShop')}>{(control) => <Select {...control} showSearch={{ optionFilterProp: 'label' }} value={value.shop ?? HEAD_OFFICE} options={places} onChange={(shop) => set({ shop: shop === HEAD_OFFICE ? null : shop })} />}</Field>
      <Field label={t('lead')}>{(control) => <Select {...control} allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={t('leadNone')} value={value.lead} options={staff.map((person) => ({ value: person.id, label: person.name }))} onChange={(lead) => set({ lead: lead ?? null })} />}</Field>
      {department && (
        <Several label={t('standing')} hint={t('archiveHint')}>
          <Checkbox checked={value.archived} onChange={(event) => set({ archived: event.target.checked })}>{t('archiveBox')}</Checkbox>
        </Several>
      )}
    </EditSheet>
  );
}
