/** Narrows the trail by person, action and days; and says whether the record itself is whole. */
import { Button, DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import type { StaffCard } from '../ipc/bindings';
import { Chip } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { everything, isNarrowed, type Narrow } from './asking';
import { actions, useTrailNames } from './names';
import { words } from './words';

export function TrailFilters({ value, staff, onChange }: { value: Narrow; staff: readonly StaffCard[]; onChange: (next: Narrow) => void }) {
  const t = useWords(words);
  const names = useTrailNames();
  return (
    <>
      <Select allowClear aria-label={t('who')} placeholder={t('everyone')} showSearch={{ optionFilterProp: 'label' }} style={{ width: 160 }} value={value.staff} options={staff.map((person) => ({ value: person.id, label: person.name }))} onChange={(id) => onChange({ ...value, staff: id ?? null })} />
      <Select allowClear aria-label={t('what')} placeholder={t('everything')} style={{ width: 160 }} value={value.action} options={actions.map((action) => ({ value: action, label: names.action(action) }))} onChange={(action) => onChange({ ...value, action: action ?? null })} />
      <DatePicker.RangePicker aria-label={t('dates')} style={{ width: 248 }} value={value.from !== null && value.to !== null ? [dayjs(value.from), dayjs(value.to)] : null}
        onChange={(range) => onChange({ ...value, from: range?.[0]?.valueOf() ?? null, to: range?.[1]?.valueOf() ?? null })} />
      {isNarrowed(value) && <Button type="text" onClick={() => onChange(everything)}>{t('clear')}</Button>}
    </>
  );
}

export function ChainMark({ ok }: { ok: boolean | undefined }) {
  const t = useWords(words);
  if (ok === undefined) return null;
  return ok ? <Chip tone="ok" icon="shield" title={t('chainOkMore')}>{t('chainOk')}</Chip> : <Chip tone="danger" icon="alert" title={t('chainBrokenMore')}>{t('chainBroken')}</Chip>;
}
