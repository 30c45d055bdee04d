/** Dictates into the field beside it, marked `data-dictate` on what holds both. */
import type { MouseEvent } from 'react';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { dictate, endDictation, useDictation } from './dictation';
import { fieldBeside } from './field';
import { DICTATE, useSayings } from './sayings';
import { useSpeech } from './use-speech';
import { words } from './words';

export function MicButton() {
  const t = useWords(words);
  const say = useSayings();
  const { deaf } = useSpeech();
  const dictation = useDictation();
  const press = ({ currentTarget }: MouseEvent<HTMLButtonElement>) => {
    if (dictation) return void endDictation(say);
    const field = fieldBeside(currentTarget);
    if (!field) return;
    field.focus();
    void dictate(field, say);
  };
  return <IconButton icon="mic" label={dictation ? t('done') : t('dictate')} keys={DICTATE} on={dictation !== undefined} disabled={deaf} {...(deaf ? { hint: t('noEars') } : {})} onClick={press} />;
}
