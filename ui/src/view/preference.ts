/** A small choice the desk remembers for this person on every device: columns, density. Shown at once, kept by a call. */
import { useState } from 'react';
import { useAct } from '../ipc/hooks';
import { useMe } from '../ipc/me';

const chosen = new Map<string, string>();

/** `parse` gets undefined when nothing was chosen yet, and must take anything: preferences outlive versions. */
export function usePreference<T>(key: string, parse: (text: string | undefined) => T, format: (value: T) => string): [T, (value: T) => void] {
  const me = useMe();
  const keep = useAct('session.set_preference');
  const [, redraw] = useState(0);
  const owned = `${me?.staff.id ?? ''} ${key}`;
  const text = chosen.get(owned) ?? me?.preferences[key];
  const set = (value: T) => {
    const next = format(value);
    chosen.set(owned, next);
    redraw((times) => times + 1);
    keep.mutate({ key, value: next });
  };
  return [parse(text), set];
}
