/** Files that go with what is being written: stored at once, shown with their state, sent by their hash. */
import { useCallback, useState } from 'react';
import type { Carried } from '../ipc/bindings';
import { call } from '../ipc/client';
import { announce } from '../ipc/hooks';
import { toBase64 } from '../message/bytes';

export interface Pending {
  key: string;
  name: string;
  bytes: number;
  state: 'saving' | 'kept' | 'failed';
  carried: Carried | undefined;
  /** What to try again; gone once it is kept. */
  file: File | undefined;
}

function ofCarried(carried: Carried): Pending {
  return { key: crypto.randomUUID(), name: carried.name, bytes: carried.bytes, state: 'kept', carried, file: undefined };
}

async function put(file: File): Promise<Carried> {
  return call('attachment.put', { name: file.name, media_type: file.type || 'application/octet-stream', bytes: await toBase64(file) });
}

export interface Files {
  list: readonly Pending[];
  add: (files: readonly File[]) => void;
  addKept: (carried: readonly Carried[]) => void;
  retry: (key: string) => void;
  remove: (key: string) => void;
  clear: () => void;
  kept: Carried[];
  busy: boolean;
  failed: boolean;
}

export function useFiles(initial: readonly Carried[], onKept: (kept: Carried[]) => void): Files {
  const [list, setList] = useState<readonly Pending[]>(() => initial.map(ofCarried));
  const change = useCallback(
    (how: (list: readonly Pending[]) => readonly Pending[]) =>
      setList((before) => {
        const next = how(before);
        onKept(next.flatMap((file) => file.carried ?? []));
        return next;
      }),
    [onKept],
  );
  const store = useCallback(
    (key: string, file: File) => {
      const become = (part: Partial<Pending>) => change((files) => files.map((other) => (other.key === key ? { ...other, ...part } : other)));
      put(file).then(
        (carried) => become({ state: 'kept', carried, file: undefined }),
        (error: unknown) => {
          become({ state: 'failed' });
          announce('attachment.put', error);
        },
      );
    },
    [change],
  );
  const add = (files: readonly File[]) => {
    const made = files.map((file): Pending & { file: File } => ({ key: crypto.randomUUID(), name: file.name, bytes: file.size, state: 'saving', carried: undefined, file }));
    change((before) => [...before, ...made]);
    made.forEach(({ key, file }) => store(key, file));
  };
  const retry = (key: string) => {
    const file = list.find((other) => other.key === key)?.file;
    if (!file) return;
    change((files) => files.map((other) => (other.key === key ? { ...other, state: 'saving' } : other)));
    store(key, file);
  };
  return {
    list,
    add,
    addKept: (carried) => change((before) => [...before, ...carried.map(ofCarried)]),
    retry,
    remove: (key) => change((files) => files.filter((file) => file.key !== key)),
    clear: () => change(() => []),
    kept: list.flatMap((file) => file.carried ?? []),
    busy: list.some((file) => file.state === 'saving'),
    failed: list.some((file) => file.state === 'failed'),
  };
}
