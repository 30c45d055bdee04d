/** A masked value with an eye. What was shown is masked again when the card changes. */
import { useState } from 'react';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { words } from './words';

interface Props {
  shown: string;
  /** What it is, in words: 电话, 地址. */
  what: string;
  reveal: (() => Promise<string | undefined>) | undefined;
}

export function Masked({ shown, what, reveal }: Props) {
  const t = useWords(words);
  const [full, setFull] = useState<string>();
  const toggle = async () => setFull(full === undefined ? await reveal?.() : undefined);
  return (
    <span className="row g4 num">
      <span style={{ overflowWrap: 'anywhere' }}>{full ?? shown}</span>
      {reveal && <IconButton icon="eye" small on={full !== undefined} label={full === undefined ? t('reveal', { what }) : t('conceal', { what })} onClick={() => void toggle()} />}
    </span>
  );
}
