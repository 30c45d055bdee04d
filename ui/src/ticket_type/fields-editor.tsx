/** The custom fields of a type, one line each; what is rarely needed opens below the line. */
import { Button, Checkbox, Input, Select } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import type { FieldForm } from '../ipc/bindings';
import { Field } from '../kit/form';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { Icon } from '../kit/icons';
import { Reorder } from '../kit/reorder';
import style from './editor.module.css';
import { forms, freshKey, type EditedField } from './schema';
import { words } from './words.editor';

const formWord = {
  text: 'formText', long: 'formLong', number: 'formNumber', money: 'formMoney', date: 'formDate', choice: 'formChoice', flag: 'formFlag', phone: 'formPhone', order: 'formOrder', product: 'formProduct',
} as const satisfies Record<FieldForm, string>;

export function FieldsEditor({ fields, onChange }: { fields: readonly EditedField[]; onChange: (fields: EditedField[]) => void }) {
  const t = useWords(words);
  const made = useRef(0);
  const set = (id: string, part: Partial<EditedField>) => onChange(fields.map((field) => (field.id === id ? { ...field, ...part } : field)));
  const add = () => {
    made.current += 1;
    onChange([...fields, { id: `new ${made.current}`, kept: false, key: freshKey('', fields.map((field) => field.key)), label: '', form: 'text', required: false, choices: [], hint: '' }]);
  };
  return (
    <div className="col g8">
      {fields.length === 0 && <p className="t13 ink3">{t('fieldsNone')}</p>}
      <Reorder label={t('fields')} items={fields} keyOf={(field) => field.id} nameOf={(field, i) => field.label || t('labelOf', { n: i + 1 })} className={style.line} onChange={onChange}>
        {(field, i, handle) => <Line field={field} n={i + 1} handle={handle} others={fields.filter((other) => other.id !== field.id).map((other) => other.key)} onChange={(part) => set(field.id, part)} onDrop={() => onChange(fields.filter((other) => other.id !== field.id))} />}
      </Reorder>
      {fields.length < 40 && <span><Button icon={<Icon name="plus" size={15} />} onClick={add}>{t('addField')}</Button></span>}
    </div>
  );
}

interface LineProps {
  field: EditedField;
  n: number;
  handle: ReactNode;
  others: readonly string[];
  onChange: (part: Partial<EditedField>) => void;
  onDrop: () => void;
}

function Line({ field, n, handle, others, onChange, onDrop }: LineProps) {
  const t = useWords(words);
  const [open, setOpen] = useState(field.form === 'choice' && !field.kept);
  const rename = (label: string) => onChange(field.kept ? { label } : { label, key: freshKey(label, others) });
  const reform = (form: FieldForm) => (onChange({ form }), form === 'choice' && setOpen(true));
  return (
    <>
      {handle}
      <Input aria-label={t('labelOf', { n })} autoFocus={field.label === '' && !field.kept} placeholder={t('label')} value={field.label} maxLength={80} onChange={(event) => rename(event.target.value)} />
      <Select aria-label={t('formOf', { n })} value={field.form} options={forms.map((form) => ({ value: form, label: t(formWord[form]) }))} onChange={reform} />
      <Checkbox aria-label={t('requiredOf', { n })} checked={field.required} onChange={(event) => onChange({ required: event.target.checked })}>{t('required')}</Checkbox>
      <IconButton icon={open ? 'up' : 'down'} small expanded={open} label={t('more')} onClick={() => setOpen(!open)} />
      <IconButton icon="trash" small destroys label={t('dropField', { label: field.label || t('labelOf', { n }) })} onClick={onDrop} />
      {open && <More field={field} onChange={onChange} />}
    </>
  );
}

function More({ field, onChange }: Pick<LineProps, 'field' | 'onChange'>) {
  const t = useWords(words);
  return (
    <div className={style.more}>
      {field.form === 'choice' && (
        <Field label={t('choices')}>{(control) => <Select {...control} mode="tags" open={false} suffixIcon={null} placeholder={t('choicesHint')} value={field.choices} onChange={(choices) => onChange({ choices })} />}</Field>
      )}
      <Field label={t('hint')}>{(control) => <Input {...control} value={field.hint} maxLength={200} placeholder={t('hintHint')} onChange={(event) => onChange({ hint: event.target.value })} />}</Field>
      <Field label={t('key')} hint={t('keyHint')}>{(control) => <Input {...control} className="mono" disabled={field.kept} value={field.key} maxLength={40} onChange={(event) => onChange({ key: event.target.value.toLowerCase() })} />}</Field>
    </div>
  );
}
