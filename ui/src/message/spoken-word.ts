/**
 * Which word of a transcript is being heard. No model is asked: the words are spread evenly over the stretches of the sound in
 * which somebody speaks, which is within half a second for even talk.
 */

import { toBlob } from './bytes';

/** ms of one look at the sound. */
const FRAME = 20;

/** Share of the loudest frame above which somebody speaks. */
const SPEAKING = 0.08;

/** Of each 20 ms, the share of all speech heard up to its end, 0 to 1. */
export function speechShares(samples: Float32Array, rate: number): number[] {
  const size = Math.max(1, Math.round((rate * FRAME) / 1000));
  const loud = Array.from({ length: Math.ceil(samples.length / size) }, (_, i) => loudness(samples.subarray(i * size, (i + 1) * size)));
  const floor = Math.max(...loud, 0) * SPEAKING;
  let spoken = 0;
  const sums = loud.map((level) => (spoken += level > floor ? 1 : 0));
  return sums.map((sum) => (spoken === 0 ? 0 : sum / spoken));
}

function loudness(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length));
}

export function shareAt(shares: readonly number[], ms: number): number {
  return shares[Math.min(shares.length - 1, Math.floor(ms / FRAME))] ?? 0;
}

/** The half-open range of the word at a share of the text, 0 to 1. */
export function wordAt(text: string, share: number): [number, number] {
  const at = Math.min(text.length - 1, Math.floor(text.length * share));
  if (at < 0) return [0, 0];
  const word = new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text).containing(at);
  return word ? [word.index, word.index + word.segment.length] : [at, at + 1];
}

/** Reads a recording for `speechShares`; nothing where the window cannot decode it. */
export async function readShares(base64: string): Promise<readonly number[] | undefined> {
  if (typeof OfflineAudioContext === 'undefined') return undefined;
  try {
    const bytes = await toBlob(base64, '').arrayBuffer();
    const sound = await new OfflineAudioContext(1, 1, 16_000).decodeAudioData(bytes);
    return speechShares(sound.getChannelData(0), sound.sampleRate);
  } catch {
    return undefined; // a kind of sound that this window cannot decode: the words are then spread over all of it
  }
}
