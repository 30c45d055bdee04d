/** What one step needs to know, as the control that fits it. */
import { Input, InputNumber, Select } from 'antd';
import type { MacroStep } from '../ipc/bindings';
import { GapText, type Gap } from '../kit/gap-text';
import { useWords } from '../kit/i18n';
import { words } from './words.editor';

interface Option {
  value: string;
  label: string;
}

/** What there is to choose from; made by the screen, which knows the nouns. */
export interface Choices {
  states: readonly (Option & { value: Extract<MacroStep, { do: 'state' }>['to'] })[];
  priorities: readonly (Option & { value: Extract<MacroStep, { do: 'priority' }>['to'] })[];
  people: readonly Option[];
  departments: readonly Option[];
  fields: readonly Option[];
  gaps: readonly Gap[];
}

interface Props {
  step: MacroStep;
  name: string;
  choices: Choices;
  disabled: boolean;
  onChange: (step: MacroStep) => void;
}

const NOBODY = '';
const wide = { width: '100%' };
const find = { optionFilterProp: 'label' };

export function StepInput({ step, name, choices, disabled, onChange }: Props) {
  const t = useWords(words);
  const common = { 'aria-label': name, disabled, style: wide };
  switch (step.do) {
    case 'reply':
    case 'note':
      return <GapText label={name} value={step.text} gaps={choices.gaps} rows={3} disabled={disabled} placeholder={t('text')} onChange={(text) => onChange({ ...step, text })} />;
    case 'state':
      return <Select {...common} value={step.to} options={[...choices.states]} onChange={(to) => onChange({ ...step, to })} />;
    case 'priority':
      return <Select {...common} value={step.to} options={[...choices.priorities]} onChange={(to) => onChange({ ...step, to })} />;
    case 'assign':
      return <Select {...common} showSearch={find} value={step.staff ?? NOBODY} options={[{ value: NOBODY, label: t('unassigned') }, ...choices.people]} onChange={(staff) => onChange({ ...step, staff: staff === NOBODY ? null : staff })} />;
    case 'department':
      return <Select {...common} showSearch={find} value={step.to || null} placeholder={t('choose')} options={[...choices.departments]} onChange={(to) => onChange({ ...step, to: to ?? '' })} />;
    case 'add_tag':
    case 'remove_tag':
      return <Input {...common} value={step.tag} maxLength={40} placeholder={t('tag')} onChange={(event) => onChange({ ...step, tag: event.target.value })} />;
    case 'field':
      return (
        <span className="row g8">
          <Select aria-label={t('fieldWhich')} disabled={disabled} style={{ flex: 1 }} showSearch={find} placeholder={t('fieldWhich')} value={step.key || null} options={[...choices.fields]} onChange={(key) => onChange({ ...step, key: key ?? '' })} />
          <Input aria-label={t('fieldValue')} disabled={disabled} style={{ flex: 1 }} placeholder={t('fieldValue')} value={step.value} maxLength={200} onChange={(event) => onChange({ ...step, value: event.target.value })} />
        </span>
      );
    case 'snooze':
      return <span className="row g8"><InputNumber aria-label={t('minutesLater')} disabled={disabled} min={1} max={525_600} precision={0} value={step.minutes} onChange={(minutes) => onChange({ ...step, minutes: minutes ?? 0 })} /><span className="t13 ink2">{t('minutesLater')}</span></span>;
    default:
      return null;
  }
}
