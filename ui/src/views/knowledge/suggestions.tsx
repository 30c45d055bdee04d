/** What colleagues suggest about knowledge, to be looked at one by one. */
import { Segmented } from 'antd';
import { useState } from 'react';
import type { SuggestionState } from '../../ipc/bindings';
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import { useKeys } from '../../kit/keys';
import { SuggestionList } from '../../knowledge/suggestion-list';
import { words as knowledgeWords } from '../../knowledge/words';
import style from './knowledge.module.css';

export function SuggestionsPage({ onBack }: { onBack: () => void }) {
  const k = useWords(knowledgeWords);
  const [state, setState] = useState<SuggestionState>('open');
  useKeys({ id: 'knowledge', title: k('scope'), order: 3 }, [{ key: 'escape', label: k('back'), run: onBack, notInPalette: true }]);
  return (
    <section className={style.main} aria-label={k('suggestions')}>
      <header className={style.head} style={{ gap: 12, borderBottom: '1px solid var(--z-line)' }}>
        <IconButton icon="left" label={k('back')} keys="escape" onClick={onBack} />
        <h1 className="t16 b">{k('suggestions')}</h1>
        <span className="grow" />
        <Segmented value={state} onChange={setState} aria-label={k('stateFilter')} options={[{ value: 'open', label: k('suggestionsOpen') }, { value: 'taken', label: k('suggestionsTaken') }, { value: 'declined', label: k('suggestionsDeclined') }]} />
      </header>
      <div className={style.inbox}><div className={style.inboxBody}><SuggestionList state={state} /></div></div>
    </section>
  );
}
