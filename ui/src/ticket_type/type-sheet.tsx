/** A ticket type: where its tickets go, how soon, what is filled in, what is done. */
import { Checkbox, Input, Select } from 'antd';
import type { DepartmentRow, Priority, SaveTicketType, SlaPolicy, TicketType } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useDraftOf } from '../kit/draft-of';
import { EditSheet } from '../kit/edit-sheet';
import { Field, Group, Pair, Several } from '../kit/form';
import { useWords } from '../kit/i18n';
import { notify } from '../kit/notices';
import { ChecksEditor } from './checks-editor';
import { FieldsEditor } from './fields-editor';
import { schemaOf, troubleIn, type EditedCheck, type EditedField } from './schema';
import { words } from './words.editor';

type Form = Omit<SaveTicketType, 'fields' | 'checklist'> & { fields: EditedField[]; checklist: EditedCheck[] };

interface Props {
  type?: TicketType | undefined;
  /** For a new one. */
  position: number;
  departments: readonly DepartmentRow[];
  policies: readonly SlaPolicy[];
  priorities: readonly { value: Priority; label: string }[];
  onClose: () => void;
}

function formOf(type: TicketType | undefined, position: number): Form {
  if (!type) return { id: null, name: '', fields: [], checklist: [], department: null, priority: null, sla: null, archived: false, position };
  const fields = type.fields.map((field) => ({ ...field, id: field.key, kept: true }));
  return { ...type, fields, checklist: type.checklist.map((check, i) => ({ ...check, id: `check ${i}` })) };
}

export function inputOf({ id, name, fields, checklist, department, priority, sla, archived, position }: Form): SaveTicketType {
  return { id, name, fields: fields.map(schemaOf), checklist: checklist.map(({ text, required }) => ({ text, required })), department, priority, sla, archived, position };
}

function useMissing({ name, fields, checklist }: Form): string | undefined {
  const t = useWords(words);
  const trouble = troubleIn(fields);
  const empty = checklist.findIndex((check) => !check.text.trim());
  if (!name.trim()) return t('needName');
  if (trouble) return trouble.word === 'needLabel' ? t('needLabel', { n: trouble.n }) : t(trouble.word, { label: trouble.label });
  return empty >= 0 ? t('needCheck', { n: empty + 1 }) : undefined;
}

/** In use, with the one that is chosen already even when it is not. */
function offered<T extends { id: string; name: string; archived: boolean }>(all: readonly T[], chosen: string | null) {
  return all.filter((each) => !each.archived || each.id === chosen).map((each) => ({ value: each.id, label: each.name }));
}

export function TypeSheet({ type, position, departments, policies, priorities, onClose }: Props) {
  const t = useWords(words);
  const { value, set, dirty } = useDraftOf(formOf(type, position));
  const save = useAct('ticket_type.save', { quiet: true });
  const keep = () => save.mutate(inputOf(value), { onSuccess: () => (notify({ key: 'ticket-type', kind: 'done', text: t('saved', { name: value.name.trim() }) }), onClose()) });
  return (
    <EditSheet title={type ? t('edit', { name: type.name }) : t('newType')} width={760} dirty={dirty} busy={save.isPending} missing={useMissing(value)} error={save.error} {...(type ? {} : { action: t('add') })} onSave={keep} onClose={onClose}>
      <Pair>
        <Field label={t('name')}>{(control) => <Input {...control} autoFocus={!type} value={value.name} maxLength={80} placeholder={t('nameHint')} autoComplete="off" onChange={(event) => set({ name: event.target.value })} />}</Field>
        <Field label={t('department')}>{(control) => <Select {...control} allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={t('departmentNone')} value={value.department} options={offered(departments, value.department)} onChange={(department) => set({ department: department ?? null })} />}</Field>
        <Field label={t('priority')}>{(control) => <Select {...control} allowClear placeholder={t('priorityNone')} value={value.priority} options={[...priorities]} onChange={(priority) => set({ priority: priority ?? null })} />}</Field>
        <Field label={t('sla')}>{(control) => <Select {...control} allowClear placeholder={t('slaNone')} value={value.sla} options={offered(policies, value.sla)} onChange={(sla) => set({ sla: sla ?? null })} />}</Field>
      </Pair>
      <Group title={t('fields')} hint={t('fieldsHint')} extra={<span className="t13 ink3">{t('fieldCount', { count: value.fields.length })}</span>}><FieldsEditor fields={value.fields} onChange={(fields) => set({ fields })} /></Group>
      <Group title={t('checklist')} hint={t('checklistHint')} extra={<span className="t13 ink3">{t('checkCount', { count: value.checklist.length })}</span>}><ChecksEditor checks={value.checklist} onChange={(checklist) => set({ checklist })} /></Group>
      {type && <Several label={t('standing')} hint={t('archiveHint')}><Checkbox checked={value.archived} onChange={(event) => set({ archived: event.target.checked })}>{t('archive')}</Checkbox></Several>}
    </EditSheet>
  );
}
