/** The steps of a macro in their order: added from a menu, filled in, moved by handle or arrow keys, taken out. */
import { Button, Dropdown } from 'antd';
import { useRef } from 'react';
import type { MacroStep } from '../ipc/bindings';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { Icon } from '../kit/icons';
import { Reorder } from '../kit/reorder';
import style from './editor.module.css';
import { isKind, kinds, misplaced, newStep, type Do } from './steps';
import { StepInput, type Choices } from './step-input';
import { words } from './words.editor';

const kindWord = {
  reply: 'doReply', note: 'doNote', state: 'doState', priority: 'doPriority', assign: 'doAssign', assign_self: 'doAssignSelf', department: 'doDepartment',
  add_tag: 'doAddTag', remove_tag: 'doRemoveTag', field: 'doField', snooze: 'doSnooze', end_conversation: 'doEnd',
} as const satisfies Record<Do, string>;

export function useStepName(): (step: Pick<MacroStep, 'do'>) => string {
  const t = useWords(words);
  return (step) => t(kindWord[step.do]);
}

/** A step with a key of its own, so that what is typed stays with it when it moves. */
export interface Keyed {
  key: string;
  step: MacroStep;
}

interface Props {
  steps: readonly Keyed[];
  applies: readonly string[];
  choices: Choices;
  disabled: boolean;
  onChange: (steps: Keyed[]) => void;
}

export function StepsEditor({ steps, applies, choices, disabled, onChange }: Props) {
  const t = useWords(words);
  const nameOf = useStepName();
  const made = useRef(0);
  const set = (key: string, step: MacroStep) => onChange(steps.map((each) => (each.key === key ? { key, step } : each)));
  const add = (kind: string) => {
    if (!isKind(kind)) return;
    made.current += 1;
    onChange([...steps, { key: `new ${made.current}`, step: newStep(kind) }]);
  };
  return (
    <div className="col g8">
      {steps.length === 0 && <p className="t13 ink3">{t('stepsNone')}</p>}
      <Reorder label={t('steps')} items={steps} keyOf={(each) => each.key} nameOf={(each) => nameOf(each.step)} disabled={disabled} className={style.step} onChange={onChange}>
        {({ key, step }, i, handle) => {
          const note = misplaced(step, applies);
          return (
            <>
              {handle ?? <span />}
              <span className={style.n}>{i + 1}</span>
              <span className={style.what}>{nameOf(step)}</span>
              <span><StepInput step={step} name={nameOf(step)} choices={choices} disabled={disabled} onChange={(next) => set(key, next)} /></span>
              <span className={style.drop}>{!disabled && <IconButton icon="x" small label={t('dropStep', { n: i + 1 })} onClick={() => onChange(steps.filter((each) => each.key !== key))} />}</span>
              {note && <span className={style.note}>{t(note)}</span>}
            </>
          );
        }}
      </Reorder>
      {!disabled && steps.length < 20 && (
        <span>
          <Dropdown trigger={['click']} menu={{ items: kinds.map((kind) => ({ key: kind, label: nameOf({ do: kind }) })), onClick: ({ key }) => add(key), style: { maxHeight: 360, overflow: 'auto' } }}>
            <Button icon={<Icon name="plus" size={15} />}>{t('addStep')}</Button>
          </Dropdown>
        </span>
      )}
    </div>
  );
}
