/**
 * A promise (SLA) as words and a clock: 剩 4:12, 超时 2:05, 已暂停, 达标. Warns under 10 minutes or 20 % left; danger only
 * when late. Colour never carries it alone.
 */
import { Chip, type Tone } from './chip';
import { currentLang, sayIn, useWords, type Lang } from './i18n';
import type { IconName } from './icons';
import { duration, toDate, useNow, type Instant } from './time';
import { words } from './words';

export type PromiseState = 'running' | 'paused' | 'met' | 'missed';

export interface PromiseLook {
  tone: Tone;
  icon: IconName | undefined;
  text: string;
}

const URGENT = 10 * 60_000;

/** `whole` is the length promised, in ms; with it the last fifth warns too. */
export function lookOfPromise(state: PromiseState, left: number, whole = 0, lang: Lang = currentLang()): PromiseLook {
  const say = sayIn(words, lang);
  if (state === 'paused') return { tone: 'plain', icon: 'pause', text: say('promisePaused') };
  if (state === 'met') return { tone: 'plain', icon: 'check', text: say('promiseMet') };
  if (state === 'missed') return { tone: 'danger', icon: 'alert', text: say('promiseMissed') };
  const near = Math.abs(left) < URGENT;
  const time = duration(left, lang, !near);
  if (left < 0) return { tone: 'danger', icon: 'alert', text: say('promiseLate', { time }) };
  const urgent = near || left < whole * 0.2;
  return { tone: urgent ? 'warn' : 'plain', icon: 'clock', text: say('promiseLeft', { time }) };
}

interface Props {
  state: PromiseState;
  due: Instant;
  whole?: number;
  /** Which promise it counts: 首次回复, 解决 … */
  metric: string;
  /** Never a ground, for rows that already carry two. */
  bare?: boolean;
}

export function PromiseClock({ state, due, whole, metric, bare }: Props) {
  useWords(words);
  const now = useNow(1000);
  const look = lookOfPromise(state, toDate(due).getTime() - now, whole);
  return <Chip tone={look.tone} icon={look.icon} title={metric} bare={bare || look.tone === 'plain'}>{look.text}</Chip>;
}
