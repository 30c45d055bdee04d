/** Records a voice note: sound that is kept, and what it says. The only recording this console ever makes, and a person starts it. */
import { useEffect, useRef, useState } from 'react';
import type { Carried, HeardSoFar } from '../ipc/bindings';
import { call } from '../ipc/client';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { notify } from '../kit/notices';
import { clock } from '../kit/time';
import { hush } from './aloud';
import { listen, troubleOf, type Listening } from './listening';
import { Meter } from './meter';
import style from './speech.module.css';
import { useSpeech } from './use-speech';
import { words } from './words';

export type OnNote = (note: Carried, transcript: string) => void;

/** `1:05` from milliseconds. */
export function minutesOf(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

type Recording = { phase: 'opening' | 'recording' | 'ending'; since: number; heard: HeardSoFar | undefined };

/** Everything about one recording; a second cannot begin before the first has ended. */
function useRecording(nameAt: (time: string) => string, onNote: OnNote) {
  const [recording, setRecording] = useState<Recording>();
  const ear = useRef<Listening>(null);
  const over = (trouble?: string) => {
    ear.current = null;
    setRecording(undefined);
    if (trouble) notify({ key: 'voice-note', kind: 'refusal', text: trouble });
  };
  const begin = async () => {
    setRecording({ phase: 'opening', since: 0, heard: undefined });
    void hush();
    try {
      ear.current = await listen(true, { news: (heard) => setRecording((now) => now && { ...now, heard }), ended: over });
      setRecording({ phase: 'recording', since: Date.now(), heard: undefined });
    } catch (error) {
      over(troubleOf(error));
    }
  };
  const keep = async () => {
    if (!ear.current || !recording) return;
    setRecording({ ...recording, phase: 'ending' });
    try {
      const all = await ear.current.stop();
      over();
      if (all.recording === null) return;
      const kept = await call('attachment.put', { name: nameAt(clock(Date.now()).replace(':', '.')), media_type: 'audio/wav', bytes: all.recording });
      onNote({ ...kept, duration_ms: all.duration_ms }, all.text);
    } catch (error) {
      over(troubleOf(error));
    }
  };
  const drop = () => {
    const open = ear.current;
    over();
    if (open) void open.stop(true).catch(() => undefined); // it is over either way
  };
  useEffect(() => () => void ear.current?.stop(true).catch(() => undefined), []);
  return { recording, begin, keep, drop };
}

export function VoiceNote({ onNote }: { onNote: OnNote }) {
  const t = useWords(words);
  const { deaf } = useSpeech();
  const { recording, begin, keep, drop } = useRecording((time) => t('noteName', { time }), onNote);
  if (!recording) return <IconButton icon="wave" label={t('voiceNote')} disabled={deaf} {...(deaf ? { hint: t('noEars') } : {})} onClick={() => void begin()} />;
  const { phase, heard, since } = recording;
  const said = heard ? heard.text + heard.stable + heard.unstable : '';
  return (
    <div className={style.recording} role="status" aria-label={t('recordingNote')}>
      <Meter level={heard?.level ?? 0} live={phase === 'recording'} />
      <Ticking since={since} live={phase === 'recording'} />
      <span className="ell grow ink2">{phase === 'opening' ? t('opening') : phase === 'ending' ? t('lastWords') : said || t('sayIt')}</span>
      <IconButton icon="trash" small label={t('dropNote')} onClick={drop} />
      <IconButton icon="check" small label={t('keepNote')} disabled={phase !== 'recording'} onClick={() => void keep()} />
    </div>
  );
}

function Ticking({ since, live }: { since: number; live: boolean }) {
  const [now, setNow] = useState(since);
  useEffect(() => {
    if (!live) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [live]);
  return <span className="t12 num nowrap">{minutesOf(live ? Math.max(0, now - since) : 0)}</span>;
}
