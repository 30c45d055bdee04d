/** A ticket being made: what is missing or wrong before the desk is asked. Pure; the desk checks again. */
import type { AssistTicket, FieldSchema, Priority } from '../../ipc/bindings';

export type FieldTrouble = 'badNumber' | 'badPhone';

/** Numbers and money as people type them: full-width digits, ¥, thousands separators. */
export function normalised(field: Pick<FieldSchema, 'form'>, typed: string): string {
  const text = typed.normalize('NFKC').trim();
  if (field.form === 'number' || field.form === 'money') return text.replace(/^[¥￥]|[,，\s]/g, '');
  return field.form === 'phone' ? text.replace(/[\s-]/g, '') : typed.trim();
}

export function troubleIn(field: Pick<FieldSchema, 'form'>, typed: string): FieldTrouble | undefined {
  const value = normalised(field, typed);
  if (value === '') return undefined;
  if (field.form === 'number' && !/^-?\d+(\.\d+)?$/.test(value)) return 'badNumber';
  if (field.form === 'money' && !/^\d+(\.\d{1,2})?$/.test(value)) return 'badNumber';
  if (field.form === 'phone' && !/^\+?\d{7,15}$/.test(value)) return 'badPhone';
  return undefined;
}

/** Only what was filled in, in the desk's spelling. */
export function filled(fields: readonly FieldSchema[], typed: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [field.key, normalised(field, typed[field.key] ?? '')] as const).filter(([, value]) => value !== ''));
}

export function firstTrouble(fields: readonly FieldSchema[], typed: Readonly<Record<string, string>>): { field: FieldSchema; trouble: FieldTrouble } | undefined {
  for (const field of fields) {
    const trouble = troubleIn(field, typed[field.key] ?? '');
    if (trouble) return { field, trouble };
  }
  return undefined;
}

/** What the clerk wrote themselves; what is absent was not touched. */
export interface Written {
  kind?: string | null;
  subject?: string;
  priority?: Priority;
  typed?: Readonly<Record<string, string>>;
}

export interface FilledIn {
  kind: string | null;
  subject: string;
  priority: Priority | null;
  typed: Readonly<Record<string, string>>;
  /** Something in it is the machine's. */
  hinted: boolean;
}

/** The clerk's words over the machine's; its fields belong to its type and go with it. */
export function filledIn(written: Written, suggested: AssistTicket | null, subject: string): FilledIn {
  const kind = written.kind === undefined ? (suggested?.kind ?? null) : written.kind;
  const same = suggested !== null && suggested.kind !== null && kind === suggested.kind;
  const fields = same ? Object.fromEntries(Object.entries(suggested.fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))) : {};
  return {
    kind,
    subject: written.subject ?? (subject || (same ? suggested.subject : '')),
    priority: written.priority ?? (same ? suggested.priority : null),
    typed: { ...fields, ...written.typed },
    hinted: same,
  };
}
