/** A voice message: play, bars, time, speed; below a hairline what was understood, the word being heard marked; or the offer to understand it. */
import { useEffect, useRef, useState } from 'react';
import type { Carried } from '../ipc/bindings';
import { announce } from '../ipc/hooks';
import { classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { length } from './bytes';
import style from './message.module.css';
import { readShares, shareAt, wordAt } from './spoken-word';
import { useAttachment } from './use-attachment';
import { words } from './words';

const rates = [1, 1.5, 2] as const;
const BARS = 28;

/** Heights of the bars, from the hash: the same voice message always looks the same. The sound itself is not read for it. */
export function barsOf(hash: string): number[] {
  return Array.from({ length: BARS }, (_, i) => 4 + ((hash.charCodeAt(i % hash.length) * (i + 7)) % 17));
}

/** `told`: the length that came with the message in ms, 0 when unknown; the sound itself knows better. */
function usePlayer(url: string | undefined, wanted: boolean, rate: number, told: number) {
  const audio = useRef<HTMLAudioElement>(null);
  const [at, setAt] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [length, setLength] = useState(told);
  useEffect(() => {
    if (!url || !wanted) return;
    const made = new Audio(url);
    audio.current = made;
    made.onloadedmetadata = () => Number.isFinite(made.duration) && setLength(made.duration * 1000);
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
  return { at, length, playing, audio };
}

/** Where speech is in the sound; read when it is first played, and only if there are words to follow. */
function useShares(bytes: string | undefined, wanted: boolean): readonly number[] | undefined {
  const [shares, setShares] = useState<readonly number[]>();
  useEffect(() => {
    if (!bytes || !wanted) return;
    let mine = true;
    void readShares(bytes).then((read) => mine && setShares(read));
    return () => void (mine = false);
  }, [bytes, wanted]);
  return shares;
}

interface Props {
  of: Carried;
  transcript: string | null;
  /** Undefined where words cannot be written beside it. */
  onTranscribe?: (() => Promise<void>) | undefined;
}

export function Voice({ of, transcript, onTranscribe }: Props) {
  const t = useWords(words);
  const [wanted, setWanted] = useState(false);
  const [pace, setPace] = useState(0);
  const rate = rates[pace % rates.length] ?? 1;
  const { url, bytes, failed, retry } = useAttachment(of.hash, wanted);
  const { at, length: full, playing, audio } = usePlayer(url, wanted, rate, of.duration_ms);
  const shares = useShares(bytes, wanted && transcript !== null);
  const toggle = () => {
    if (failed) return retry();
    if (!audio.current) return setWanted(true);
    if (playing) audio.current.pause();
    else void audio.current.play();
  };
  const played = full > 0 ? at / full : 0;
  const below = transcript !== null || onTranscribe !== undefined;
  return (
    <div className={style.voice} style={below ? { flexDirection: 'column', alignItems: 'stretch', gap: 0 } : undefined}>
      <span className="row" style={{ gap: 10 }}>
        <button type="button" className={style.play} aria-label={playing ? t('pause') : t('play')} onClick={toggle}>
          <Icon name={playing ? 'pause' : 'play'} size={13} />
        </button>
        <span className={style.wave} role="progressbar" aria-label={t('seek')} aria-valuemin={0} aria-valuemax={Math.round(full / 1000)} aria-valuenow={Math.round(at / 1000)}>
          {barsOf(of.hash).map((height, i) => <i key={i} className={classes(i / BARS < played && style.played)} style={{ height }} />)}
        </span>
        <span className="t12 ink3 num">{failed ? t('audioGone') : `${length(at)} / ${length(full)}`}</span>
        <button type="button" className={style.rate} aria-label={t('speed', { rate })} onClick={() => setPace(pace + 1)}>{rate}×</button>
      </span>
      {transcript && (
        <div className={style.transcript}>
          <Following text={transcript} share={at > 0 ? (shares ? shareAt(shares, at) : played) : undefined} />
          <span className={style.transcriptBy}><Icon name="device" size={13} />{t('transcript')}</span>
        </div>
      )}
      {transcript === null && onTranscribe && <Transcribe run={onTranscribe} />}
    </div>
  );
}

function Following({ text, share }: { text: string; share: number | undefined }) {
  if (share === undefined) return text;
  const [from, to] = wordAt(text, share);
  return <>{text.slice(0, from)}<mark>{text.slice(from, to)}</mark>{text.slice(to)}</>;
}

function Transcribe({ run }: { run: () => Promise<void> }) {
  const t = useWords(words);
  const [busy, setBusy] = useState(false);
  const press = () => {
    setBusy(true);
    run().catch((error: unknown) => announce('conversation.transcribe', error)).finally(() => setBusy(false));
  };
  return (
    <span className={style.transcribe}>
      <button type="button" className={style.toText} disabled={busy} onClick={press}>{busy ? t('transcribing') : t('transcribe')}</button>
    </span>
  );
}
