/** What the machine can do with the models it has, and which are missing for what. Pure. */
import type { Models } from '../ipc/bindings';

type Row = Models['rows'][number];

export const abilities = [
  { name: 'hear', more: 'hearMore', icon: 'mic', needs: ['runtime', 'speech_to_text', 'voice_activity'] },
  { name: 'speak', more: 'speakMore', icon: 'speaker', needs: ['runtime', 'text_to_speech'] },
  { name: 'mean', more: 'meanMore', icon: 'search', needs: ['runtime', 'embedding'] },
  { name: 'name', more: 'nameMore', icon: 'tag', needs: ['runtime', 'segmentation'] },
] as const;

export const kinds = {
  runtime: 'kindRuntime', embedding: 'kindEmbedding', speech_to_text: 'kindSpeechToText', text_to_speech: 'kindTextToSpeech', voice_activity: 'kindVoiceActivity', segmentation: 'kindSegmentation',
} as const;

export type Kind = keyof typeof kinds;

export function isKind(kind: string): kind is Kind {
  return kind in kinds;
}

/** Kinds of which no model is whole. */
export function lackOf(needs: readonly Kind[], rows: readonly Row[]): Kind[] {
  return needs.filter((kind) => !rows.some((row) => row.kind === kind && row.state === 'ready'));
}

/** MB that the loaded models take. */
export function memoryOf(rows: readonly Row[]): number {
  return rows.filter((row) => row.loaded).reduce((sum, row) => sum + row.memory_mb, 0);
}
