/** A voice message: play, bars, time, speed; below a hairline what was understood, if anything was. */
import { useEffect, useRef, useState } from 'react';
import type { Carried } from '../ipc/bindings';
import { classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { length } from './bytes';
import style from './message.module.css';
import { useAttachment } from './use-attachment';
import { words } from './words';

const rates = [1, 1.5, 2] as const;
const BARS = 28;

/** Heights of the bars, from the hash: the same voice message always looks the same. The sound itself is not read for it. */
export function barsOf(hash: string): number[] {
  return Array.from({ length: BARS }, (_, i) => 4 + ((hash.charCodeAt(i % hash.length) * (i + 7)) % 17));
}

function usePlayer(url: string | undefined, wanted: boolean, rate: number) {
  const audio = useRef<HTMLAudioElement>(null);
  const [at, setAt] = useState(0);
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    if (!url || !wanted) return;
    const made = new Audio(url);
    audio.current = made;
    made.ontimeupdate = () => setAt(made.currentTime * 1000);
    made.onplay = () => setPlaying(true);
    made.onpause = () => setPlaying(false);
    made.onended = () => (setPlaying(false), setAt(0));
    void made.play().catch(() => setPlaying(false));
    return () => made.pause();
  }, [url, wanted]);
  useEffect(() => {
    if (audio.current) audio.current.playbackRate = rate;
  }, [rate, url]);
  return { at, playing, audio };
}

export function Voice({ of, transcript }: { of: Carried; transcript: string | null }) {
  const t = useWords(words);
  const [wanted, setWanted] = useState(false);
  const [pace, setPace] = useState(0);
  const rate = rates[pace % rates.length] ?? 1;
  const { url, failed, retry } = useAttachment(of.hash, wanted);
  const { at, playing, audio } = usePlayer(url, wanted, rate);
  const toggle = () => {
    if (failed) return retry();
    if (!audio.current) return setWanted(true);
    if (playing) audio.current.pause();
    else void audio.current.play();
  };
  const played = of.duration_ms > 0 ? at / of.duration_ms : 0;
  return (
    <div className={style.voice} style={transcript ? { flexDirection: 'column', alignItems: 'stretch', gap: 0 } : undefined}>
      <span className="row" style={{ gap: 10 }}>
        <button type="button" className={style.play} aria-label={playing ? t('pause') : t('play')} onClick={toggle}>
          <Icon name={playing ? 'pause' : 'play'} size={13} />
        </button>
        <span className={style.wave} role="progressbar" aria-label={t('seek')} aria-valuemin={0} aria-valuemax={Math.round(of.duration_ms / 1000)} aria-valuenow={Math.round(at / 1000)}>
          {barsOf(of.hash).map((height, i) => <i key={i} className={classes(i / BARS < played && style.played)} style={{ height }} />)}
        </span>
        <span className="t12 ink3 num">{failed ? t('audioGone') : `${length(at)} / ${length(of.duration_ms)}`}</span>
        <button type="button" className={style.rate} aria-label={t('speed', { rate })} onClick={() => setPace(pace + 1)}>{rate}×</button>
      </span>
      {transcript && (
        <div className={style.transcript}>
          {transcript}
          <span className={style.transcriptBy}><Icon name="device" size={13} />{t('transcript')}</span>
        </div>
      )}
    </div>
  );
}
