/**
 * Small choices that belong to this screen and not to the desk (theme, language, folded panes), kept in localStorage.
 * Never for anything a person typed or that another device should see: that goes through a call.
 */
import { useSyncExternalStore } from 'react';

export interface Remembered<T> {
  get: () => T;
  set: (value: T) => void;
  subscribe: (heard: () => void) => () => void;
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // private windows may refuse storage: the choice then lasts as long as the page
  }
}

function store(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // see `stored`
  }
}

/** A choice that survives a reload; `parse` returns the fallback's kind for anything it does not know. */
export function remembered<T>(name: string, parse: (text: string | null) => T, format: (value: T) => string = String): Remembered<T> {
  const key = `zhanggui.${name}`;
  const listeners = new Set<() => void>();
  let value = parse(stored(key));
  const tell = () => listeners.forEach((heard) => heard());
  // another tab of the same desk chose otherwise: this one follows
  window.addEventListener('storage', (event) => {
    if (event.key !== key) return;
    value = parse(event.newValue);
    tell();
  });
  return {
    get: () => value,
    set: (next) => {
      value = next;
      store(key, format(next));
      tell();
    },
    subscribe: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
}

export function useRemembered<T>(choice: Remembered<T>): T {
  return useSyncExternalStore(choice.subscribe, choice.get);
}
