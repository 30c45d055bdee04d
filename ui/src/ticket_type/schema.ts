/** A ticket type as an editor handles it: fields with keys of their own, and what the desk would refuse. Pure. */
import type { CheckTemplate, FieldForm, FieldSchema } from '../ipc/bindings';

export const forms = ['text', 'long', 'number', 'money', 'date', 'choice', 'flag', 'phone', 'order', 'product'] as const satisfies readonly FieldForm[];

/** `id` stays with a line while it moves; `kept` fields have values in tickets under their key. */
export interface EditedField extends FieldSchema {
  id: string;
  kept: boolean;
}

export interface EditedCheck extends CheckTemplate {
  id: string;
}

const keyShape = /^[a-z0-9_]{1,40}$/;

/** A key for a new field: from a Latin label, else `field_1`, `field_2` …; never one that is taken. */
export function freshKey(label: string, taken: readonly string[]): string {
  const plain = label.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '').slice(0, 36);
  const stem = plain === '' ? 'field' : plain;
  if (plain !== '' && !taken.includes(stem)) return stem;
  let n = plain === '' ? 1 : 2;
  while (taken.includes(`${stem}_${n}`)) n += 1;
  return `${stem}_${n}`;
}

export type FieldTrouble = { word: 'needLabel'; n: number } | { word: 'needKey' | 'twice' | 'needChoices'; label: string };

/** The first thing the desk would refuse, in the order of the fields. */
export function troubleIn(fields: readonly FieldSchema[]): FieldTrouble | undefined {
  for (const [i, field] of fields.entries()) {
    const label = field.label.trim();
    if (!label) return { word: 'needLabel', n: i + 1 };
    if (!keyShape.test(field.key)) return { word: 'needKey', label };
    if (fields.slice(0, i).some((other) => other.key === field.key || other.label.trim() === label)) return { word: 'twice', label };
    if (field.form === 'choice' && field.choices.every((choice) => choice.trim() === '')) return { word: 'needChoices', label };
  }
  return undefined;
}

/** What is sent: choices only where the form has them. */
export function schemaOf({ key, label, form, required, choices, hint }: EditedField): FieldSchema {
  return { key, label: label.trim(), form, required, choices: form === 'choice' ? choices : [], hint };
}
