/**
 * What the machine hears or says right now, floating near the field or at the foot of the window, with the way to end it.
 * Mounted once, by the frame; it also owns the keys of dictation.
 */
import { useEffect, useRef, type CSSProperties } from 'react';
import { classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { Icon } from '../kit/icons';
import { KeyCap } from '../kit/key-cap';
import { useKeys } from '../kit/keys';
import { useScopes } from '../kit/scopes';
import { hush, useAloud, type Aloud } from './aloud';
import { CornerMic } from './corner-mic';
import { dictate, dropDictation, endDictation, useDictation, type Dictation } from './dictation';
import { fieldOf } from './field';
import { Meter } from './meter';
import { DICTATE, useSayings } from './sayings';
import style from './speech.module.css';
import { words } from './words';

export function SpeechBar() {
  const t = useWords(words);
  const say = useSayings();
  const dictation = useDictation();
  const aloud = useAloud();
  const turn = () => {
    const field = fieldOf(document.activeElement);
    if (dictation) void endDictation(say);
    else if (field) void dictate(field, say);
  };
  useKeys(useScopes().writing, [{ key: DICTATE, label: t('dictateKey'), icon: 'mic', run: turn, overDialog: true, notInPalette: true }]);
  useEscape(dictation ? dropDictation : aloud ? () => void hush() : undefined);
  if (dictation) return <Hearing of={dictation} onEnd={() => void endDictation(say)} />;
  return aloud ? <Saying of={aloud} /> : <CornerMic />;
}

/** Escape ends what is heard or said before it closes anything else. */
function useEscape(run: (() => void) | undefined): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const on = run !== undefined;
  useEffect(() => {
    if (!on) return;
    const heard = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current?.();
    };
    window.addEventListener('keydown', heard, true);
    return () => window.removeEventListener('keydown', heard, true);
  }, [on]);
}

/** px between the field and the bar, and the bar's own size. */
const [GAP, HEIGHT, WIDTH] = [8, 44, 360] as const;

/** Below the field, above it when there is no room. */
function placeAt(field: Element): CSSProperties {
  const { left, top, bottom } = field.getBoundingClientRect();
  const below = bottom + GAP + HEIGHT <= window.innerHeight;
  return { left: Math.max(GAP, Math.min(left, window.innerWidth - WIDTH - GAP)), top: below ? bottom + GAP : Math.max(GAP, top - GAP - HEIGHT) };
}

/** The field's frame rather than its text: the composer's box, an input's border. */
const frameOf = (field: Element) => field.closest('[data-dictate], .ant-input-affix-wrapper') ?? field;

function Hearing({ of, onEnd }: { of: Dictation; onEnd: () => void }) {
  const t = useWords(words);
  const place = placeAt(frameOf(of.field)); // looked up anew with each piece of news, ten times a second
  const said = of.stable + of.unstable;
  const hint = of.lost ? t('micLost') : { opening: t('opening'), listening: t('sayIt'), ending: t('lastWords') }[of.phase];
  return (
    <div className={classes(style.bar, style.near)} style={place} role="status" aria-label={t('hearing')}>
      <Meter level={of.level} live={of.phase === 'listening' && !of.lost} />
      <span className={classes('grow', style.said)}>
        {said === '' ? <span className="ink3">{hint}</span> : <bdi>{of.stable}<span className="ink3">{of.unstable}</span></bdi>}
      </span>
      <KeyCap keys={DICTATE} />
      <IconButton icon="check" small label={t('done')} disabled={of.phase === 'ending'} onClick={onEnd} />
    </div>
  );
}

function Saying({ of }: { of: Aloud }) {
  const t = useWords(words);
  const line = lineAround(of);
  return (
    <div className={classes(style.bar, style.foot)} role="status" aria-label={t('reading')}>
      <Icon name="wave" size={16} style={{ color: 'var(--z-accent)' }} />
      <span className={classes('grow ell', style.said)} aria-hidden>{of.begun ? <>{line.before}<mark>{line.word}</mark>{line.after}</> : <span className="ink3">{t('beginning')}</span>}</span>
      <KeyCap keys="escape" />
      <IconButton icon="x" small label={t('stopReading')} onClick={() => void hush()} />
    </div>
  );
}

/** Characters shown around the word that is being said. */
const AROUND = 14;

export function lineAround({ text, from, to }: Aloud): { before: string; word: string; after: string } {
  const start = Math.max(text.lastIndexOf('\n', from) + 1, from - AROUND);
  const end = text.indexOf('\n', to);
  return { before: text.slice(start, from), word: text.slice(from, to), after: text.slice(to, Math.min(end < 0 ? text.length : end, to + AROUND)) };
}
