/** How loud it is: five bars that move while the microphone is open. */
import { classes } from '../kit/chip';
import style from './speech.module.css';

/** Each bar's share of the loudness; px it grows by at full loudness. */
const BARS = [0.5, 0.85, 1, 0.7, 0.4];
const TALL = 16;

export function Meter({ level, live }: { level: number; live: boolean }) {
  return (
    <span className={classes(style.meter, live && style.live)} aria-hidden>
      {BARS.map((share, i) => <i key={i} style={{ height: 4 + (live ? (level / 100) * share * TALL : 0) }} />)}
    </span>
  );
}
