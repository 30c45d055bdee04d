/** The company's name and the rules that hold for everyone. Saved as a whole, in place. */
import { Button, Input, InputNumber } from 'antd';
import type { SaveOrganisation } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useDraftOf } from '../kit/draft-of';
import { Field, Group } from '../kit/form';
import { useWords } from '../kit/i18n';
import { notify } from '../kit/notices';
import style from './organisation.module.css';
import { words } from './words';

/** `first` counts once: give it a new key when the desk's own value changed. */
export function OrganisationForm({ first }: { first: SaveOrganisation }) {
  const t = useWords(words);
  const { value, set, dirty } = useDraftOf(first);
  const save = useAct('organisation.save');
  const named = value.name.trim() !== '';
  const keep = () => named && dirty && save.mutate(value, { onSuccess: () => notify({ key: 'organisation', kind: 'done', text: t('saved') }) });
  return (
    <form className={style.form} onSubmit={(event) => (event.preventDefault(), keep())}>
      <Group title={t('company')}>
        <Field label={t('name')} hint={t('nameHint')} wrong={named ? undefined : t('nameMissing')}>
          {(control) => <Input {...control} value={value.name} maxLength={80} onChange={(event) => set({ name: event.target.value })} />}
        </Field>
      </Group>
      <Group title={t('security')} hint={t('fixed')}>
        <Amount label={t('idle')} hint={t('idleHint')} unit={t('idleUnit')} value={value.idle_lock_min} min={1} max={240} onChange={(idle_lock_min) => set({ idle_lock_min })} />
        <Amount label={t('passwordDays')} hint={t('passwordHint')} unit={t('passwordUnit')} value={value.password_days} min={0} max={3650} onChange={(password_days) => set({ password_days })} />
      </Group>
      <Group title={t('sending')}>
        <Amount label={t('undo')} hint={t('undoHint')} unit={t('undoUnit')} value={value.undo_send_ms / 1000} min={0} max={30} onChange={(seconds) => set({ undo_send_ms: seconds * 1000 })} />
      </Group>
      <div className={style.foot}>
        {dirty && <Button onClick={() => set(first)}>{t('undone')}</Button>}
        <Button type="primary" htmlType="submit" disabled={!dirty || !named} loading={save.isPending}>{t('save')}</Button>
      </div>
    </form>
  );
}

interface AmountProps {
  label: string;
  hint: string;
  unit: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}

function Amount({ label, hint, unit, value, min, max, onChange }: AmountProps) {
  return (
    <Field label={label} hint={hint}>
      {(control) => <span className="row g8"><InputNumber {...control} value={value} min={min} max={max} precision={0} style={{ width: 120 }} onChange={(next) => next !== null && onChange(next)} /><span className="ink2">{unit}</span></span>}
    </Field>
  );
}
