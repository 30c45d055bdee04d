/** To whom the words go. The note tab carries a lock and turns the whole box. */
import { classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import style from './draft.module.css';
import type { Mode } from './send-state';
import { words } from './words';

export function ModeTabs({ modes, mode, onTurn }: { modes: readonly Mode[]; mode: Mode; onTurn: (mode: Mode) => void }) {
  const t = useWords(words);
  return (
    <div role="radiogroup" aria-label={t('modes')} className="row g4">
      {modes.map((each) => (
        <button key={each} type="button" role="radio" aria-checked={each === mode} className={classes(style.tab, each === mode && style.on)} onClick={() => onTurn(each)}>
          {each === 'note' && <Icon name="lock" size={14} />}
          {each === 'hear' && <Icon name="say" size={14} />}
          {t(each)}
        </button>
      ))}
    </div>
  );
}
