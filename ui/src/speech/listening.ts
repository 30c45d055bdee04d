/** One listening of this machine's microphone, followed to its end. The desk holds the microphone; this only asks for news. */
import type { HeardAll, HeardSoFar } from '../ipc/bindings';
import { call } from '../ipc/client';
import { CallError } from '../ipc/error';

/** ms between two questions: the desk waits for news, but while someone speaks there always is some. */
const PACE = 50;

export interface Listening {
  /** Closes the microphone and waits for the last words; with `discard` it waits for nothing. */
  stop: (discard?: boolean) => Promise<HeardAll>;
}

interface Told {
  news: (soFar: HeardSoFar) => void;
  /** It ended by itself: the device is gone, another listening began, the session is over. */
  ended: (trouble: string | undefined) => void;
}

export function troubleOf(error: unknown): string {
  if (error instanceof CallError) return error.message;
  throw error;
}

export async function listen(record: boolean, told: Told): Promise<Listening> {
  const { id } = await call('speech.listen', { device: '', record });
  let stopping = false;
  const follow = async () => {
    for (let seen = 0; !stopping; ) {
      const soFar = await call('speech.heard', { id, seen });
      if (stopping) return;
      seen = soFar.news;
      told.news(soFar);
      if (soFar.ended) return told.ended(soFar.problem ?? undefined);
      await new Promise((done) => setTimeout(done, PACE));
    }
  };
  follow().catch((error: unknown) => stopping || told.ended(troubleOf(error)));
  return {
    stop: (discard = false) => {
      stopping = true;
      return call('speech.stop', { id, discard });
    },
  };
}
