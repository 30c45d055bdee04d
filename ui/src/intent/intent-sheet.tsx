/** Teaches an intent: its name, what customers say, and what a ticket for it begins with. */
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { Intent, Priority, SaveIntent } from '../ipc/bindings';
import { useAct, useCall } from '../ipc/hooks';
import { Confirm } from '../kit/confirm';
import { useDraftOf } from '../kit/draft-of';
import { EditSheet } from '../kit/edit-sheet';
import { Field, Pair } from '../kit/form';
import { useWords } from '../kit/i18n';
import { notify } from '../kit/notices';
import { lacking, phrasesOf } from './phrases';
import { words } from './words';

type Form = Omit<SaveIntent, 'examples'> & { text: string };

function inputOf(intent: Intent | undefined): Form {
  if (!intent) return { id: null, name: '', text: '', kind: null, department: null, priority: null, reply: null };
  const { id, name, examples, kind, department, priority, reply } = intent;
  return { id, name, text: examples.join('\n'), kind, department, priority, reply };
}

const levels = { low: 'priorityLow', normal: 'priorityNormal', high: 'priorityHigh', urgent: 'priorityUrgent' } as const satisfies Record<Priority, string>;
const NONE = 'none';

interface Option {
  value: string;
  label: string;
}

/** A choice that may be left open. */
function Choice({ id, value, open, options, onChange }: { id: string; value: string | null; open: string; options: readonly Option[]; onChange: (value: string | null) => void }) {
  return <Select id={id} showSearch={{ optionFilterProp: 'label' }} value={value ?? NONE} options={[{ value: NONE, label: open }, ...options]} onChange={(next) => onChange(next === NONE ? null : next)} />;
}

export function IntentSheet({ intent, onClose }: { intent?: Intent | undefined; onClose: () => void }) {
  const t = useWords(words);
  const { value, set, dirty } = useDraftOf(inputOf(intent));
  const save = useAct('intent.save', { quiet: true });
  const types = useCall('ticket_type.list', {}).data ?? [];
  const departments = useCall('department.list', {}).data ?? [];
  const replies = useCall('canned.list', { text: '' }).data ?? [];
  const lack = lacking(value.text);
  const missing = !value.name.trim() ? t('needName') : lack > 0 ? t('needExamples', { count: lack }) : undefined;
  const keep = () => {
    const { text, ...rest } = value;
    save.mutate({ ...rest, examples: phrasesOf(text) }, { onSuccess: () => (notify({ key: 'intent', kind: 'done', text: t('saved', { name: value.name.trim() }) }), onClose()) });
  };
  const named = (rows: readonly { id: string; name: string; archived: boolean }[]) => rows.filter((row) => !row.archived).map((row) => ({ value: row.id, label: row.name }));
  return (
    <EditSheet title={intent ? t('edit', { name: intent.name }) : t('newIntent')} width={600} dirty={dirty} busy={save.isPending} missing={missing} error={save.error} {...(intent ? {} : { action: t('add') })} aside={intent && <Archive intent={intent} onGone={onClose} />} onSave={keep} onClose={onClose}>
      <Field label={t('name')}>{(control) => <Input {...control} autoFocus={!intent} value={value.name} maxLength={80} placeholder={t('nameHint')} autoComplete="off" onChange={(event) => set({ name: event.target.value })} />}</Field>
      <Field label={t('examples')} hint={`${t('examplesHint')} ${t('count', { count: phrasesOf(value.text).length })}`}>
        {(control) => <Input.TextArea {...control} value={value.text} autoSize={{ minRows: 6, maxRows: 16 }} placeholder={t('examplesPlace')} onChange={(event) => set({ text: event.target.value })} />}
      </Field>
      <Pair>
        <Field label={t('kind')}>{({ id }) => <Choice id={id} value={value.kind} open={t('none')} options={named(types)} onChange={(kind) => set({ kind })} />}</Field>
        <Field label={t('department')}>{({ id }) => <Choice id={id} value={value.department} open={t('byKind')} options={named(departments)} onChange={(department) => set({ department })} />}</Field>
      </Pair>
      <Pair>
        <Field label={t('priority')}>{({ id }) => <Choice id={id} value={value.priority} open={t('byKind')} options={priorities(t)} onChange={(next) => set({ priority: isPriority(next) ? next : null })} />}</Field>
        <Field label={t('reply')}>{({ id }) => <Choice id={id} value={value.reply} open={t('none')} options={replies.map((reply) => ({ value: reply.id, label: reply.title }))} onChange={(reply) => set({ reply })} />}</Field>
      </Pair>
    </EditSheet>
  );
}

function isPriority(text: string | null): text is Priority {
  return text !== null && text in levels;
}

function priorities(t: ReturnType<typeof useWords<typeof words.zh>>): Option[] {
  return Object.entries(levels).map(([value, key]) => ({ value, label: t(key) }));
}

function Archive({ intent, onGone }: { intent: Intent; onGone: () => void }) {
  const t = useWords(words);
  const [asking, setAsking] = useState(false);
  const archive = useAct('intent.archive');
  const run = () => archive.mutate({ id: intent.id }, { onSuccess: () => (notify({ key: 'intent', kind: 'done', text: t('archived', { name: intent.name }) }), onGone()), onError: () => setAsking(false) });
  return (
    <>
      <Button type="text" danger onClick={() => setAsking(true)}>{t('archive')}</Button>
      <Confirm open={asking} title={t('archiveTitle', { name: intent.name })} action={t('archiveDo')} busy={archive.isPending} onClose={() => setAsking(false)} onDo={run}>{t('archiveNote')}</Confirm>
    </>
  );
}
