/** A microphone in the corner of the large field one writes in, wherever it stands; small fields have the key. */
import { useEffect, useState, type CSSProperties } from 'react';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { dictate } from './dictation';
import { fieldOf, type Field } from './field';
import { DICTATE, useSayings } from './sayings';
import style from './speech.module.css';
import { useSpeech } from './use-speech';
import { words } from './words';

/** A field with a microphone of its own beside it needs no second one. */
function wantsMic(field: Field | undefined): field is Field {
  return field !== undefined && !(field instanceof HTMLInputElement) && field.closest('[data-dictate]') === null;
}

function useFocusedField(): Field | undefined {
  const [field, setField] = useState<Field>();
  useEffect(() => {
    const came = ({ target }: FocusEvent) => {
      const found = fieldOf(target);
      setField(wantsMic(found) ? found : undefined);
    };
    const left = () => setField(undefined);
    document.addEventListener('focusin', came);
    document.addEventListener('focusout', left);
    return () => {
      document.removeEventListener('focusin', came);
      document.removeEventListener('focusout', left);
    };
  }, []);
  return field;
}

function usePlace(field: Field | undefined): CSSProperties | undefined {
  const [place, setPlace] = useState<CSSProperties>();
  useEffect(() => {
    if (!field) return;
    const look = () => {
      const { right, bottom } = field.getBoundingClientRect();
      setPlace({ left: right - 30, top: bottom - 30 });
    };
    const first = requestAnimationFrame(look);
    const watch = new ResizeObserver(look);
    watch.observe(field);
    window.addEventListener('scroll', look, true);
    window.addEventListener('resize', look);
    return () => {
      cancelAnimationFrame(first);
      watch.disconnect();
      window.removeEventListener('scroll', look, true);
      window.removeEventListener('resize', look);
    };
  }, [field]);
  return field && place;
}

export function CornerMic() {
  const t = useWords(words);
  const say = useSayings();
  const field = useFocusedField();
  const place = usePlace(field);
  const { canHear } = useSpeech(field !== undefined);
  if (!field || !place || !canHear) return null;
  return (
    // the field must keep the focus, or there is nowhere to write
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <span className={style.corner} style={place} onMouseDown={(event) => event.preventDefault()}>
      <IconButton icon="mic" small label={t('dictate')} keys={DICTATE} onClick={() => void dictate(field, say)} />
    </span>
  );
}
