/**
 * One reading of many files: they are sent in parts, and what the desk has read and found so far is asked for again and again
 * meanwhile, so that rows appear as they are made. It can be stopped; what was read stays.
 */
import { useRef, useState } from 'react';
import type { FileIn, FileOutcome, ImportArticle, ImportLook, ImportStage } from '../ipc/bindings';
import { call } from '../ipc/client';
import { CallError } from '../ipc/error';
import { announce } from '../ipc/hooks';
import { loaded, parted, type Sorted } from './files';

export interface Reading {
  token: string;
  /** Files that were chosen. */
  total: number;
  stage: ImportStage;
  now: string | null;
  files: FileOutcome[];
  articles: ImportArticle[];
  looks: ImportLook[];
  byMeaning: boolean;
}

/** Answers with what the desk has that the screen has not. */
async function news(known: Reading): Promise<Reading> {
  const { files, articles, looks, stage, now, by_meaning: byMeaning } = await call('import.knowledge_so_far', { token: known.token, files: known.files.length, articles: known.articles.length, looks: known.looks.length });
  return { ...known, stage, now, byMeaning, files: [...known.files, ...files], articles: [...known.articles, ...articles], looks: [...known.looks, ...looks] };
}

export function useReading() {
  const [reading, setReading] = useState<Reading>();
  const [bad, setBad] = useState<Sorted['bad']>([]);
  const [failure, setFailure] = useState<CallError>();
  const running = useRef(0);

  const failed = (error: unknown) => {
    if (!(error instanceof CallError)) throw error;
    running.current += 1;
    setFailure(error);
    announce('import.add_knowledge', error);
  };

  const follow = async (first: Reading, turn: number) => {
    for (let at = first; at.stage === 'reading' && running.current === turn; ) {
      at = await news(at);
      if (running.current === turn) setReading(at);
    }
  };

  const send = async (token: string, files: readonly File[], turn: number) => {
    const parts = parted(files);
    for (const [i, part] of parts.entries()) {
      if (running.current !== turn) return;
      const { read, bad: closed } = await loaded(part);
      setBad((before) => [...before, ...closed]);
      await call('import.add_knowledge', { token, files: read satisfies FileIn[], last: i === parts.length - 1 });
    }
  };

  const start = async ({ good, bad: refused }: Sorted) => {
    setBad(refused);
    setFailure(undefined);
    if (good.length === 0) return;
    running.current += 1;
    const turn = running.current;
    try {
      const { token } = await call('import.start_knowledge', {});
      const first: Reading = { token, total: good.length, stage: 'reading', now: null, files: [], articles: [], looks: [], byMeaning: true };
      setReading(first);
      await Promise.all([send(token, good, turn), follow(first, turn)]);
    } catch (error) {
      failed(error);
    }
  };

  const stop = () => {
    if (reading) void call('import.stop_knowledge', { token: reading.token }).catch(failed);
  };

  const reset = () => {
    running.current += 1;
    setReading(undefined);
    setBad([]);
    setFailure(undefined);
  };

  return { reading, bad, failure, start, stop, reset };
}
