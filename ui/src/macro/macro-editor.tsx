/** Writes a macro: where it is used, by whom, and its steps. Trying it out needs a ticket and happens there. */
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { mayChange, reachOf, saidAs, type Reach } from '../canned/reach';
import { ReachField } from '../canned/reach-field';
import type { Id, Macro, SaveMacro } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useMay } from '../ipc/me';
import { Confirm } from '../kit/confirm';
import { useDraftOf } from '../kit/draft-of';
import { EditSheet } from '../kit/edit-sheet';
import { Field, Group, Several } from '../kit/form';
import { useWords } from '../kit/i18n';
import { notify } from '../kit/notices';
import type { Choices } from './step-input';
import { appliesTo, isComplete } from './steps';
import { StepsEditor, type Keyed } from './steps-editor';
import { words } from './words.editor';

interface Form {
  name: string;
  applies: string[];
  reach: Reach;
  shop: Id | null;
  steps: Keyed[];
}

function formOf(macro: Macro | undefined): Form {
  if (!macro) return { name: '', applies: ['ticket'], reach: 'me', shop: null, steps: [] };
  return { name: macro.name, applies: appliesTo(macro.applies), reach: reachOf(macro), shop: macro.shop, steps: macro.steps.map((step, i) => ({ key: `step ${i}`, step })) };
}

function inputOf(id: Id | null, { name, applies, reach, shop, steps }: Form): SaveMacro {
  return { id, name, applies: applies.join(','), steps: steps.map(({ step }) => step), ...saidAs(reach, shop) };
}

function useMissing({ name, applies, reach, shop, steps }: Form, known: readonly string[]): string | undefined {
  const t = useWords(words);
  const bad = steps.findIndex(({ step }) => !isComplete(step, known));
  if (!name.trim()) return t('needName');
  if (applies.length === 0) return t('needApplies');
  if (steps.length === 0) return t('needSteps');
  if (bad >= 0) return t('needStep', { n: bad + 1 });
  return reach === 'shop' && shop === null ? t('needShop') : undefined;
}

export function MacroEditor({ macro, choices, onClose }: { macro?: Macro | undefined; choices: Choices; onClose: () => void }) {
  const t = useWords(words);
  const mayShare = useMay()('shared.words');
  const { value, set, dirty } = useDraftOf(formOf(macro));
  const save = useAct('macro.save', { quiet: true });
  const locked = macro && !mayChange(macro, mayShare) ? t('locked') : undefined;
  const off = locked !== undefined;
  const missing = useMissing(value, choices.gaps.map((gap) => gap.name));
  const keep = () => save.mutate(inputOf(macro?.id ?? null, value), { onSuccess: () => (notify({ key: 'macro', kind: 'done', text: t('saved', { name: value.name.trim() }) }), onClose()) });
  const places = [{ value: 'ticket', label: t('onTicket') }, { value: 'conversation', label: t('onConversation') }];
  return (
    <EditSheet title={macro ? t('edit', { name: macro.name }) : t('newMacro')} width={720} dirty={dirty} busy={save.isPending} missing={missing} locked={locked} error={save.error} {...(macro ? {} : { action: t('add') })}
      aside={macro && <Archive macro={macro} onGone={onClose} />} onSave={keep} onClose={onClose}>
      <Field label={t('name')}>{(control) => <Input {...control} autoFocus={!macro} disabled={off} value={value.name} maxLength={80} placeholder={t('nameHint')} autoComplete="off" onChange={(event) => set({ name: event.target.value })} />}</Field>
      <Several label={t('applies')}><Checkbox.Group disabled={off} value={value.applies} options={places} onChange={(applies) => set({ applies })} /></Several>
      <Group title={t('steps')} hint={t('stepsHint')} extra={<span className="t13 ink3">{t('stepCount', { count: value.steps.length })}</span>}>
        <StepsEditor steps={value.steps} applies={value.applies} choices={choices} disabled={off} onChange={(steps) => set({ steps })} />
      </Group>
      {!off && <ReachField reach={value.reach} shop={value.shop} onChange={(reach, shop) => set({ reach, shop })} />}
    </EditSheet>
  );
}

function Archive({ macro, onGone }: { macro: Macro; onGone: () => void }) {
  const t = useWords(words);
  const [asking, setAsking] = useState(false);
  const archive = useAct('macro.archive');
  const run = () => archive.mutate({ id: macro.id }, { onSuccess: () => (notify({ key: 'macro', kind: 'done', text: t('archived', { name: macro.name }) }), onGone()), onError: () => setAsking(false) });
  return (
    <>
      <Button type="text" danger onClick={() => setAsking(true)}>{t('archive')}</Button>
      <Confirm open={asking} title={t('archiveTitle', { name: macro.name })} action={t('archiveDo')} busy={archive.isPending} onClose={() => setAsking(false)} onDo={run}>{t('archiveNote')}</Confirm>
    </>
  );
}
