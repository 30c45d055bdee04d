/**
 * How the product says moments and lengths of time (GUIDE 7). Pure: `now` is an argument, zone is the device's.
 * Never prints a date library's wording.
 */
import { useSyncExternalStore } from 'react';
import { currentLang, sayIn, type Lang } from './i18n';
import { words } from './words';

/** Milliseconds since 1970, an ISO string, or a Date. */
export type Instant = number | string | Date;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (n: number) => String(n).padStart(2, '0');

export function toDate(at: Instant): Date {
  return at instanceof Date ? at : new Date(at);
}

/** `15:34` */
export function clock(at: Instant): string {
  const date = toDate(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `11-19`, with the year when it is not this one; `Nov 19` in English. */
export function day(at: Instant, now: Instant = Date.now(), lang: Lang = currentLang()): string {
  const date = toDate(at);
  const sameYear = date.getFullYear() === toDate(now).getFullYear();
  if (lang === 'en') return `${months[date.getMonth()]} ${date.getDate()}${sameYear ? '' : `, ${date.getFullYear()}`}`;
  const short = `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return sameYear ? short : `${date.getFullYear()}-${short}`;
}

function daysApart(at: Instant, now: Instant): number {
  const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  return Math.round((midnight(toDate(now)) - midnight(toDate(at))) / DAY);
}

/** `今天 15:34`, `昨天 20:41`, `11-19`. */
export function when(at: Instant, now: Instant = Date.now(), lang: Lang = currentLang()): string {
  const say = sayIn(words, lang);
  const apart = daysApart(at, now);
  if (apart === 0) return say('today', { clock: clock(at) });
  if (apart === 1) return say('yesterday', { clock: clock(at) });
  return day(at, now, lang);
}

/** For narrow columns: `15:34`, `昨天`, `11-19`. */
export function whenShort(at: Instant, now: Instant = Date.now(), lang: Lang = currentLang()): string {
  const apart = daysApart(at, now);
  if (apart === 0) return clock(at);
  return apart === 1 ? sayIn(words, lang)('yesterdayShort') : day(at, now, lang);
}

/** Day and clock in full, for tooltips and `<time>`: `2026-11-19 15:34`. */
export function whenFull(at: Instant): string {
  const date = toDate(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clock(date)}`;
}

/** A length in ms: `4:12` under an hour (or `21 分` when `coarse`), then `5 小时 20 分`, then `1 天 3 小时`. */
export function duration(ms: number, lang: Lang = currentLang(), coarse = false): string {
  const say = sayIn(words, lang);
  const length = Math.max(0, Math.abs(ms));
  const d = Math.floor(length / DAY);
  const h = Math.floor((length % DAY) / HOUR);
  const m = Math.floor((length % HOUR) / MINUTE);
  if (d > 0) return h > 0 ? say('daysHours', { d, h }) : say('days', { d });
  if (h > 0) return m > 0 ? say('hoursMinutes', { h, m: two(m) }) : say('hours', { h });
  return coarse ? say('minutes', { m }) : `${m}:${two(Math.floor((length % MINUTE) / 1000))}`;
}

interface Beat {
  listeners: Set<() => void>;
  now: number;
  timer: number | undefined;
}
const beats = new Map<number, Beat>();

function beatOf(every: number): Beat {
  const beat = beats.get(every) ?? { listeners: new Set(), now: Date.now(), timer: undefined };
  beats.set(every, beat);
  return beat;
}

function follow(every: number, heard: () => void): () => void {
  const beat = beatOf(every);
  beat.listeners.add(heard);
  beat.timer ??= window.setInterval(() => {
    beat.now = Date.now();
    beat.listeners.forEach((listener) => listener());
  }, every);
  return () => {
    beat.listeners.delete(heard);
    if (beat.listeners.size > 0) return;
    window.clearInterval(beat.timer);
    beat.timer = undefined;
  };
}

const subscribers = new Map<number, (heard: () => void) => () => void>();

/** The present in ms, renewed every `every` ms; all clocks on a screen share one timer. */
export function useNow(every = 1000): number {
  let subscribe = subscribers.get(every);
  if (!subscribe) {
    subscribe = (heard) => follow(every, heard);
    subscribers.set(every, subscribe);
  }
  return useSyncExternalStore(subscribe, () => {
    const beat = beatOf(every);
    if (beat.timer === undefined && Date.now() - beat.now >= every) beat.now = Date.now();
    return beat.now;
  });
}
