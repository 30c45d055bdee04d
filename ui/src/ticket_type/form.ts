/** The custom fields of a ticket type as people read and fill them. The desk checks every value again; this only helps to write one. Pure. */
import type { FieldForm, FieldSchema, TicketType } from '../ipc/bindings';

export type Values = Readonly<Record<string, string>>;

/** Required fields that are still empty, in the order of the type. */
export function missingIn(type: TicketType | null, values: Values): FieldSchema[] {
  return (type?.fields ?? []).filter((field) => field.required && !values[field.key]?.trim());
}

/** What differs from `before`; a field emptied comes back as an empty text, which clears it. */
export function changedIn(before: Values, after: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(after).filter(([key, value]) => value !== (before[key] ?? '')));
}

/** Values that the type knows and that say something. */
export function filledIn(type: TicketType | null, values: Values): Record<string, string> {
  const known = new Set((type?.fields ?? []).map((field) => field.key));
  return Object.fromEntries(Object.entries(values).filter(([key, value]) => known.has(key) && value.trim() !== ''));
}

/** `1234.50` → `¥1,234.50`; anything that is no amount stays as it is. */
export function moneyShown(value: string): string {
  const amount = Number(value);
  if (value.trim() === '' || !Number.isFinite(amount)) return value;
  return `¥${amount.toLocaleString('en-US', { minimumFractionDigits: value.includes('.') ? 2 : 0, maximumFractionDigits: 2 })}`;
}

/** Undefined when nothing is recorded. */
export function shown(form: FieldForm, value: string | undefined, say: { yes: string; no: string }): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (form === 'flag') return value === 'true' ? say.yes : say.no;
  return form === 'money' ? moneyShown(value) : value;
}
