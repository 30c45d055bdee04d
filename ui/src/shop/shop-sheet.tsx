/** Opens a shop or changes one. The code is fixed once it stands in ticket numbers. */
import { Checkbox, Input, Select } from 'antd';
import type { Calendar, SaveShop, ShopRow } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useDraftOf } from '../kit/draft-of';
import { EditSheet } from '../kit/edit-sheet';
import { Field, Pair, Several } from '../kit/form';
import { useWords } from '../kit/i18n';
import { notify } from '../kit/notices';
import { words } from './words';

const blank: SaveShop = { id: null, code: '', name: '', address: '', phone: '', calendar: null, closed: false };

function inputOf(shop: ShopRow): SaveShop {
  const { id, code, name, address, phone, calendar, closed } = shop;
  return { id, code, name, address, phone, calendar, closed };
}

export function ShopSheet({ shop, calendars, onClose }: { shop?: ShopRow | undefined; calendars: readonly Calendar[]; onClose: () => void }) {
  const t = useWords(words);
  const { value, set, dirty } = useDraftOf(shop ? inputOf(shop) : blank);
  const save = useAct('shop.save', { quiet: true });
  const missing = !value.code.trim() ? t('needCode') : !value.name.trim() ? t('needName') : undefined;
  const keep = () => save.mutate(value, { onSuccess: () => (notify({ key: 'shop', kind: 'done', text: t('saved', { name: value.name.trim() }) }), onClose()) });
  return (
    <EditSheet title={shop ? t('editShop', { name: shop.name }) : t('newShop')} dirty={dirty} busy={save.isPending} missing={missing} error={save.error} {...(shop ? {} : { action: t('add') })} onSave={keep} onClose={onClose}>
      <Pair>
        <Field label={t('code')} hint={shop ? t('codeFixed') : t('codeHint')}>
          {(control) => <Input {...control} value={value.code} disabled={shop !== undefined} autoFocus={!shop} maxLength={6} autoComplete="off" onChange={(event) => set({ code: event.target.value.toUpperCase() })} />}
        </Field>
        <Field label={t('name')}>{(control) => <Input {...control} value={value.name} maxLength={80} autoComplete="off" onChange={(event) => set({ name: event.target.value })} />}</Field>
      </Pair>
      <Field label={t('phone')}>{(control) => <Input {...control} value={value.phone} maxLength={80} inputMode="tel" autoComplete="off" onChange={(event) => set({ phone: event.target.value })} />}</Field>
      <Field label={t('address')}>{(control) => <Input.TextArea {...control} value={value.address} maxLength={500} autoSize={{ minRows: 2, maxRows: 4 }} onChange={(event) => set({ address: event.target.value })} />}</Field>
      <Field label={t('calendar')} hint={t('calendarHint')}>
        {(control) => <Select {...control} allowClear value={value.calendar} placeholder={t('calendarNone')} options={calendars.filter((each) => !each.archived || each.id === value.calendar).map((each) => ({ value: each.id, label: each.name }))} onChange={(calendar) => set({ calendar: calendar ?? null })} />}
      </Field>
      {shop && (
        <Several label={t('standing')} hint={t('closedHint')}>
          <Checkbox checked={value.closed} onChange={(event) => set({ closed: event.target.checked })}>{t('closedBox')}</Checkbox>
        </Several>
      )}
    </EditSheet>
  );
}
