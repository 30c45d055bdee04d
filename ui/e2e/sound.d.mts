/** Shapes of `sound.mjs`, which a window journey without a compiler uses too. */
export interface Sound {
  env: Record<string, string>;
  play: (file: string) => Promise<void>;
  stop: () => void;
}

export function startSound(): Promise<Sound | { trouble: string }>;
export function shelf(root: string): string;
export function lackForSpeech(zg: string, models: string): string | undefined;
export function recordingOf(zg: string, models: string, sentence: string, file: string): string;
