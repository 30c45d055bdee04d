/**
 * One registry of keys feeds behaviour, the `?` sheet and the palette. Single letters rest while someone types or a dialog
 * is open, and can be switched off altogether (WCAG 2.1.4); chords with mod or alt always work.
 */
import { useEffect, useId, useRef, useSyncExternalStore } from 'react';
import type { IconName } from './icons';
import { isMac } from './key-cap';
import { remembered } from './remembered';

export interface Scope {
  id: string;
  title: string;
  /** Place in the `?` sheet; 0 is 到处都能用. */
  order?: number;
}

export interface Command {
  id?: string;
  label: string;
  hint?: string;
  icon?: IconName;
  /** Words one might type for it besides the label: pinyin, English, a synonym. */
  also?: string;
  run?: () => void;
  /** What it leads to; the palette goes one level down on Tab or →. */
  children?: () => Command[];
}

export interface Key extends Command {
  /** `j`, `?`, `mod+k`, `shift+x`, `alt+enter`, or two strokes: `g i`. Empty: in the palette only. */
  key: string;
  /** Works while typing too, even without a modifier (`escape`, `mod+…` always do). */
  whileTyping?: boolean;
  /** Works while a dialog covers the page. */
  overDialog?: boolean;
  disabled?: boolean;
  /** Shown in the sheet only: moving about a list is no command. */
  notInPalette?: boolean;
}

export interface Registered {
  scope: Scope;
  keys: readonly Key[];
}

const registered = new Map<string, Registered>();
const listeners = new Set<() => void>();
let snapshot: readonly Registered[] = [];

function publish(): void {
  snapshot = [...registered.values()];
  listeners.forEach((heard) => heard());
}

function subscribe(heard: () => void): () => void {
  listeners.add(heard);
  return () => listeners.delete(heard);
}

export function allKeys(): readonly Registered[] {
  return snapshot;
}

export function useAllKeys(): readonly Registered[] {
  return useSyncExternalStore(subscribe, allKeys);
}

export const singleKeys = remembered<boolean>('single-keys', (text) => text !== 'off', (on) => (on ? 'on' : 'off'));

function signature({ scope, keys }: Registered): string {
  return JSON.stringify([scope, keys.map((key) => [key.key, key.label, key.hint, key.disabled, key.icon])]);
}

/** Registers while mounted; of two that claim one key, the last mounted acts. `keys` may be made anew on each render. */
export function useKeys(scope: Scope, keys: readonly Key[]): void {
  const id = useId();
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  const sign = signature({ scope, keys });
  useEffect(() => {
    const live = latest.current.map((key, i) => ({
      ...key,
      run: key.run && (() => latest.current[i]?.run?.()),
      children: key.children && (() => latest.current[i]?.children?.() ?? []),
    }));
    registered.set(id, { scope, keys: live });
    publish();
    return () => {
      registered.delete(id);
      publish();
    };
    // `sign` stands for scope and keys: same signature, same registration
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id, sign]);
}

type Stroke = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** A stroke in the registry's spelling: `mod+shift+k`, `?`, `x`. Shift is spelled for letters and named keys only. */
export function spell(event: Stroke, mac = isMac): string {
  const name = event.key === ' ' ? 'space' : event.key === '+' ? 'plus' : event.key.toLowerCase();
  const letter = name.length > 1 || /[a-z]/.test(name);
  const parts = [
    (mac ? event.metaKey : event.ctrlKey) && 'mod',
    mac && event.ctrlKey && 'ctrl',
    event.altKey && 'alt',
    event.shiftKey && letter && 'shift',
    name,
  ];
  return parts.filter(Boolean).join('+');
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=""], [contenteditable=true], [role=textbox]') !== null;
}

/** A closed antd dialog may stay in the page, hidden. */
function dialogOpen(): boolean {
  const dialogs = [...document.querySelectorAll('[aria-modal="true"]')];
  return dialogs.some((dialog) => dialog.closest('[style*="display: none"], [hidden], [inert]') === null);
}

function isChord(stroke: string): boolean {
  return stroke.startsWith('mod+') || stroke.startsWith('alt+') || stroke.startsWith('ctrl+') || /^f\d+$/.test(stroke) || stroke === 'escape';
}

function mayRun(key: Key, stroke: string, target: EventTarget | null): boolean {
  if (key.disabled || !key.run) return false;
  if (dialogOpen() && !key.overDialog) return false;
  if (isChord(stroke) || key.whileTyping) return true;
  return !isTyping(target) && singleKeys.get();
}

function candidates(): Key[] {
  return snapshot.toReversed().flatMap((entry) => entry.keys);
}

/** How long the second stroke of `g i` may take, in ms. */
const PAUSE = 1200;
let first: { stroke: string; at: number } | undefined;

/** Runs what the stroke means, if anything; true when it was used up. */
export function press(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return false;
  const stroke = spell(event);
  const waiting = first && event.timeStamp - first.at < PAUSE ? `${first.stroke} ${stroke}` : undefined;
  first = undefined;
  const keys = candidates();
  const hit = (waiting && keys.find((key) => key.key === waiting && mayRun(key, stroke, event.target))) || keys.find((key) => key.key === stroke && mayRun(key, stroke, event.target));
  if (hit) {
    event.preventDefault();
    hit.run?.();
    return true;
  }
  if (keys.some((key) => key.key.startsWith(`${stroke} `) && mayRun(key, stroke, event.target))) first = { stroke, at: event.timeStamp };
  return false;
}

/** Mounted once, by the frame. */
export function useKeyboard(): void {
  useEffect(() => {
    const heard = (event: KeyboardEvent) => void press(event);
    window.addEventListener('keydown', heard);
    return () => window.removeEventListener('keydown', heard);
  }, []);
}
