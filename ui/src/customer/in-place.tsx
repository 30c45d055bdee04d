/**
 * A value that becomes a field where it stands. Enter or leaving saves, Esc leaves it; while saving fails the typed words
 * stay in the field, so that nothing typed is lost.
 */
import { DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import style from './card.module.css';
import { words } from './words';

export interface Option {
  value: string;
  label: string;
}

interface Props {
  label: string;
  /** What is saved now; also what the field starts with. */
  value: string;
  /** How it stands when not edited; the value itself otherwise. */
  children?: ReactNode;
  form?: 'line' | 'long' | 'date' | { options: readonly Option[] };
  /** Absent: read only. */
  save: ((value: string) => Promise<unknown>) | undefined;
}

export function InPlace({ label, value, children, form = 'line', save }: Props) {
  const t = useWords(words);
  const [typed, setTyped] = useState<string>();
  const saving = useRef(false);
  const stop = () => setTyped(undefined);
  const keep = async (next: string) => {
    if (saving.current) return;
    if (next.trim() === value.trim()) return stop();
    saving.current = true;
    await save?.(next.trim()).then(stop, () => setTyped(next));
    saving.current = false;
  };
  const start = () => setTyped(value);
  if (typed !== undefined && save) return <Field {...{ label, form, typed, setTyped, keep, stop }} />;
  const empty = value === '' && !children;
  return (
    <span className={style.inPlace}>
      <span className={classes('grow', style.value, empty && 'ink3')}>{children ?? (value || t('none'))}</span>
      {save && <span className={style.pencil}><IconButton icon="edit" small label={t('edit', { what: label })} onClick={start} /></span>}
    </span>
  );
}

interface FieldProps {
  label: string;
  form: NonNullable<Props['form']>;
  typed: string;
  setTyped: (text: string) => void;
  keep: (next: string) => Promise<void>;
  stop: () => void;
}

function Field({ label, form, typed, setTyped, keep, stop }: FieldProps) {
  const t = useWords(words);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const done = event.key === 'Enter' && (form !== 'long' || event.ctrlKey || event.metaKey);
    if (event.key === 'Escape') {
      event.stopPropagation(); // the page would take it as going back
      stop();
    } else if (done) {
      event.preventDefault();
      void keep(typed);
    }
  };
  const common = { autoFocus: true, 'aria-label': label, title: t('editHint'), value: typed, onKeyDown };
  if (form === 'date') {
    const at = dayjs(typed);
    return <DatePicker autoFocus defaultOpen size="small" aria-label={label} value={typed && at.isValid() ? at : null} onChange={(next) => void keep(next ? next.format('YYYY-MM-DD') : '')} onOpenChange={(open) => open || stop()} />;
  }
  if (form === 'long') return <Input.TextArea {...common} autoSize={{ minRows: 2, maxRows: 8 }} onChange={(event) => setTyped(event.target.value)} onBlur={() => void keep(typed)} />;
  if (form === 'line') return <Input {...common} size="small" onChange={(event) => setTyped(event.target.value)} onBlur={() => void keep(typed)} />;
  return <Select autoFocus defaultOpen size="small" aria-label={label} value={typed || undefined} options={[...form.options]} onChange={(next) => void keep(next)} onBlur={stop} popupMatchSelectWidth={false} style={{ minWidth: 120, width: '100%' }} showSearch={{ optionFilterProp: 'label' }} />;
}
