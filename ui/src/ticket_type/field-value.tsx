/** One custom field to read: its words, or that nothing is recorded yet. */
import type { FieldSchema } from '../ipc/bindings';
import { useWords } from '../kit/i18n';
import { shown } from './form';
import { words } from './words';

export function FieldValue({ field, value }: { field: FieldSchema; value: string | undefined }) {
  const t = useWords(words);
  const said = shown(field.form, value, { yes: t('yes'), no: t('no') });
  if (said !== undefined) return <span className={field.form === 'long' ? undefined : 'num'} style={{ whiteSpace: field.form === 'long' ? 'pre-wrap' : undefined, overflowWrap: 'anywhere' }}>{said}</span>;
  return <span style={{ color: field.required ? 'var(--z-warn)' : 'var(--z-ink3)' }}>{field.required ? t('required') : t('unset')}</span>;
}
