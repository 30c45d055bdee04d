/** A promise: how soon per priority, by which calendar, and when the clock stands still. */
import { Checkbox, Input, Select } from 'antd';
import type { Calendar, SaveSlaPolicy, SlaPolicy } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useDraftOf } from '../kit/draft-of';
import { EditSheet } from '../kit/edit-sheet';
import { Field, Group, Several } from '../kit/form';
import { useWords } from '../kit/i18n';
import { notify } from '../kit/notices';
import { isLive, states, useNames } from '../ticket/names';
import { filled, isReadable, TargetsTable } from './targets';
import { words } from './words';

function inputOf(policy: SlaPolicy | undefined, position: number): SaveSlaPolicy {
  if (!policy) return { id: null, name: '', calendar: null, targets: {}, pause_states: ['waiting_customer'], archived: false, position };
  const { id, name, calendar, targets, pause_states, archived } = policy;
  return { id, name, calendar, targets, pause_states, archived, position: policy.position };
}

interface Props {
  policy?: SlaPolicy | undefined;
  calendars: readonly Calendar[];
  /** For a new one. */
  position: number;
  onClose: () => void;
}

export function PolicySheet({ policy, calendars, position, onClose }: Props) {
  const t = useWords(words);
  const names = useNames();
  const { value, set, dirty } = useDraftOf(inputOf(policy, position));
  const save = useAct('sla.save', { quiet: true });
  const missing = !value.name.trim() ? t('needName') : isReadable(value.targets) ? undefined : t('needTargets');
  const keep = () => save.mutate({ ...value, targets: filled(value.targets) }, { onSuccess: () => (notify({ key: 'sla', kind: 'done', text: t('saved', { name: value.name.trim() }) }), onClose()) });
  return (
    <EditSheet title={policy ? t('edit', { name: policy.name }) : t('newPolicy')} width={640} dirty={dirty} busy={save.isPending} missing={missing} error={save.error} {...(policy ? {} : { action: t('add') })} onSave={keep} onClose={onClose}>
      <Field label={t('name')}>{(control) => <Input {...control} autoFocus={!policy} value={value.name} maxLength={80} placeholder={t('nameHint')} autoComplete="off" onChange={(event) => set({ name: event.target.value })} />}</Field>
      <Field label={t('calendar')}>
        {(control) => <Select {...control} allowClear placeholder={t('calendarOwn')} value={value.calendar} options={calendars.filter((each) => !each.archived || each.id === value.calendar).map((each) => ({ value: each.id, label: each.name }))} onChange={(calendar) => set({ calendar: calendar ?? null })} />}
      </Field>
      <Group title={t('targets')} hint={t('targetsHint')}><TargetsTable targets={value.targets} onChange={(targets) => set({ targets })} /></Group>
      <Several label={t('pause')} hint={t('pauseHint')}>
        <Checkbox.Group value={value.pause_states} options={states.filter(isLive).map((state) => ({ value: state, label: names.state(state) }))} onChange={(pause_states) => set({ pause_states: pause_states.map(String) })} />
      </Several>
      {policy && <Several label={t('standing')} hint={t('archiveHint')}><Checkbox checked={value.archived} onChange={(event) => set({ archived: event.target.checked })}>{t('archive')}</Checkbox></Several>}
    </EditSheet>
  );
}
