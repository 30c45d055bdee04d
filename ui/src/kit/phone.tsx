/** A phone number, masked until someone asks; asking is a call of its own that leaves a record, made by the caller. */
import { useState } from 'react';
import { useWords } from './i18n';
import { IconButton } from './icon-button';
import { words } from './words';

/** `13700006208` → `137****6208`. What is already masked stays as it is. */
export function masked(phone: string): string {
  const digits = phone.replace(/[\s-]/g, '');
  if (digits.includes('*') || digits.length < 7) return digits;
  return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
}

/** `reveal` resolves to the full number, or undefined when refused (the refusal has been shown by then). */
export function MaskedPhone({ value, reveal }: { value: string; reveal?: () => Promise<string | undefined> }) {
  const t = useWords(words);
  const [full, setFull] = useState<string>();
  const toggle = async () => setFull(full === undefined ? await reveal?.() : undefined);
  return (
    <span className="row g4 num nowrap">
      {full ?? masked(value)}
      {reveal && <IconButton icon="eye" small on={full !== undefined} label={full === undefined ? t('showPhone') : t('hidePhone')} onClick={() => void toggle()} />}
    </span>
  );
}
