/** What a form holds while someone edits it: the value so far, and whether it differs from what it started with. */
import { useState } from 'react';

export interface DraftOf<T> {
  value: T;
  set: (part: Partial<T>) => void;
  dirty: boolean;
}

/** Compared as JSON, so values must be plain data. `first` counts on the first draw only. */
export function useDraftOf<T extends object>(first: T): DraftOf<T> {
  const [start] = useState(first);
  const [value, setValue] = useState(first);
  const set = (part: Partial<T>) => setValue((now) => ({ ...now, ...part }));
  return { value, set, dirty: JSON.stringify(value) !== JSON.stringify(start) };
}
