/** The people who work here. */
import { Checkbox, Select } from 'antd';
import { useState } from 'react';
import type { RoleRow, ShopRow } from '../../ipc/bindings';
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { SearchBox } from '../../kit/search-box';
import { Empty } from '../../kit/states';
import { everyone, narrowed, type Narrow } from '../../staff/narrow';
import { StaffList } from '../../staff/staff-list';
import { StaffSheet } from '../../staff/staff-sheet';
import { words as staffWords } from '../../staff/words';
import { NEW, openedIn, Page, Read, useSheet } from './page';
import style from './settings.module.css';
import { words } from './words';

export function StaffPart() {
  const t = useWords(words);
  const s = useWords(staffWords);
  const people = useCall('staff.list', {});
  const roles = useCall('role.list', {}).data ?? [];
  const shops = useCall('shop.list', {}).data ?? [];
  const departments = useCall('department.list', {}).data ?? [];
  const [narrow, setNarrow] = useState<Narrow>(everyone);
  const sheet = useSheet('staff');
  const opened = openedIn(sheet, people.data, (person) => person.card.id);
  const shown = narrowed(people.data ?? [], narrow);
  return (
    <Page title={t('staff')} count={people.data && shown.length} create={{ label: s('newPerson'), run: () => sheet.show(NEW) }} filters={<Filters value={narrow} roles={roles} shops={shops} onChange={setNarrow} />}>
      <Read of={people}>{() => (shown.length === 0 ? <Empty title={s('noMatch')} next={s('noMatchNext')} /> : <StaffList people={shown} onOpen={(person) => sheet.show(person.card.id)} />)}</Read>
      {opened && <StaffSheet key={opened.key} person={opened.record} roles={roles} shops={shops} departments={departments} onClose={sheet.close} />}
    </Page>
  );
}

function Filters({ value, roles, shops, onChange }: { value: Narrow; roles: readonly RoleRow[]; shops: readonly ShopRow[]; onChange: (next: Narrow) => void }) {
  const s = useWords(staffWords);
  return (
    <>
      <SearchBox className={style.search} text={value.text} label={s('findLabel')} placeholder={s('find')} onText={(text) => onChange({ ...value, text })} />
      <Select allowClear aria-label={s('roles')} placeholder={s('everyRole')} style={{ width: 152 }} value={value.role} options={roles.map((role) => ({ value: role.id, label: role.name }))} onChange={(role) => onChange({ ...value, role: role ?? null })} />
      <Select allowClear aria-label={s('shops')} placeholder={s('everyPlace')} showSearch={{ optionFilterProp: 'label' }} style={{ width: 168 }} value={value.shop} options={shops.map((shop) => ({ value: shop.id, label: shop.name }))} onChange={(shop) => onChange({ ...value, shop: shop ?? null })} />
      <Checkbox checked={value.disabled} onChange={(event) => onChange({ ...value, disabled: event.target.checked })}>{s('showDisabled')}</Checkbox>
    </>
  );
}
