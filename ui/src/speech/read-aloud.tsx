/** Reads the text beside it aloud and paints the word that is being said. What is read is marked `data-aloud`. */
import { useEffect, useState, type MouseEvent } from 'react';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { hush, readAloud, useAloud } from './aloud';
import { paint, rangesOf, scriptOf, type Script } from './spoken';
import { useSpeech } from './use-speech';
import { words } from './words';

interface Props {
  /** What holds both this button and the text. */
  within: string;
}

export function ReadAloud({ within }: Props) {
  const t = useWords(words);
  const { mute } = useSpeech();
  const aloud = useAloud();
  const [script, setScript] = useState<Script>();
  const mine = aloud !== undefined && script?.text === aloud.text;
  useEffect(() => {
    const ranges = script && mine && aloud.begun ? rangesOf(script, aloud.from, aloud.to) : [];
    paint(ranges);
    ranges[0]?.startContainer.parentElement?.scrollIntoView({ block: 'nearest' });
  }, [script, mine, aloud]);
  useEffect(() => () => (paint([]), void hush()), []);
  const press = ({ currentTarget }: MouseEvent<HTMLButtonElement>) => {
    if (mine) return void hush();
    const roots = currentTarget.closest(within)?.querySelectorAll('[data-aloud]') ?? [];
    const found = scriptOf([...roots]);
    setScript(found);
    if (found.text.trim() !== '') void readAloud(found.text);
  };
  return <IconButton icon={mine ? 'pause' : 'speaker'} label={mine ? t('stopReading') : t('readAloud')} on={mine} disabled={mute} {...(mute ? { hint: t('noVoice') } : {})} onClick={press} />;
}
