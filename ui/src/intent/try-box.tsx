/** A phrase to try: what it would be taken for, how surely, and by which example. */
import { useState } from 'react';
import { useCall } from '../ipc/hooks';
import { useWords } from '../kit/i18n';
import { SearchBox } from '../kit/search-box';
import { words } from './words';

export function TryBox({ className }: { className?: string | undefined }) {
  const t = useWords(words);
  const [text, setText] = useState('');
  const guess = useCall('intent.try', text.trim() ? { text: text.trim() } : 'skip', { keep: true });
  const of = text.trim() ? guess.data : undefined;
  return (
    <>
      <SearchBox className={className} text={text} label={t('tryIt')} placeholder={t('tryHint')} onText={setText} />
      <span className="t13 ink2 ell grow" role="status">
        {guess.error && text.trim() ? guess.error.message : of && (of.intent === null ? t('tryNone', { name: of.name, nearest: of.nearest }) : t('tryIs', { name: of.name, confidence: of.confidence, nearest: of.nearest }))}
        {of?.plain && <span className="ink3"> · {t('plain')}</span>}
      </span>
    </>
  );
}
