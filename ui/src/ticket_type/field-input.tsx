/** One custom field as a control that fits its form. The value is always text, as the desk keeps it. */
import { DatePicker, Input, Segmented, Select } from 'antd';
import dayjs from 'dayjs';
import type { FieldSchema } from '../ipc/bindings';
import { useWords } from '../kit/i18n';
import { words } from './words';

interface Props {
  id: string;
  field: FieldSchema;
  value: string;
  onChange: (value: string) => void;
  /** Enter in a one-line field. */
  onEnter?: () => void;
  autoFocus?: boolean;
}

export function FieldInput(props: Props) {
  const { id, field, value, onChange, onEnter, autoFocus } = props;
  const t = useWords(words);
  const name = { id, 'aria-label': field.label };
  switch (field.form) {
    case 'long':
      return <Input.TextArea {...name} value={value} autoFocus={autoFocus} maxLength={5000} autoSize={{ minRows: 2, maxRows: 8 }} placeholder={field.hint} onChange={(event) => onChange(event.target.value)} />;
    case 'choice':
      return <Select {...name} value={value || null} autoFocus={autoFocus} allowClear={!field.required} showSearch={field.choices.length > 8} placeholder={field.hint || t('choose')} style={{ width: '100%' }} options={field.choices.map((choice) => ({ value: choice, label: choice }))} onChange={(next: string | undefined) => onChange(next ?? '')} />;
    case 'flag':
      return <Segmented {...name} value={value} options={[{ value: 'true', label: t('yes') }, { value: 'false', label: t('no') }]} onChange={onChange} />;
    case 'date':
      return <DatePicker {...name} autoFocus={autoFocus} placeholder={field.hint || t('day')} value={value ? dayjs(value) : null} style={{ width: '100%' }} onChange={(next) => onChange(next ? next.format('YYYY-MM-DD') : '')} />;
    default:
      return (
        <Input
          {...name}
          value={value}
          autoFocus={autoFocus}
          maxLength={200}
          inputMode={field.form === 'number' || field.form === 'money' ? 'decimal' : field.form === 'phone' ? 'tel' : 'text'}
          prefix={field.form === 'money' ? <span className="ink3">¥</span> : undefined}
          placeholder={field.hint || hintOf(field.form, t)}
          onChange={(event) => onChange(event.target.value)}
          onPressEnter={(event) => !event.nativeEvent.isComposing && onEnter?.()}
        />
      );
  }
}

function hintOf(form: FieldSchema['form'], t: (key: 'money' | 'order' | 'phone') => string): string {
  return form === 'money' || form === 'order' || form === 'phone' ? t(form) : '';
}
