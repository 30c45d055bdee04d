/** Files as the desk takes them, and what can be said against one before it is read: kind, size, emptiness. */
import type { FileIn } from '../ipc/bindings';
import { toBase64 } from '../message/bytes';

/** As the desk's own limit. */
export const MAX_BYTES = 64 * 1024 * 1024;

export const documentKinds = ['md', 'markdown', 'txt', 'html', 'htm', 'docx', 'pdf', 'xlsx', 'csv', 'tsv'] as const;
export const tableKinds = ['csv', 'tsv', 'xlsx'] as const;

export type Objection = 'tooLarge' | 'wrongKind' | 'emptyFile' | 'unreadable';

export interface Sorted {
  good: File[];
  bad: { file: File; why: Objection }[];
}

export function kindOf(name: string): string {
  const at = name.lastIndexOf('.');
  return at < 0 ? '' : name.slice(at + 1).toLowerCase();
}

function objectionTo(file: Pick<File, 'name' | 'size'>, kinds: readonly string[]): Objection | undefined {
  if (!kinds.includes(kindOf(file.name))) return 'wrongKind';
  if (file.size === 0) return 'emptyFile';
  return file.size > MAX_BYTES ? 'tooLarge' : undefined;
}

export function sorted(files: readonly File[], kinds: readonly string[]): Sorted {
  const good: File[] = [];
  const bad: Sorted['bad'] = [];
  for (const file of files) {
    const why = objectionTo(file, kinds);
    if (why) bad.push({ file, why });
    else good.push(file);
  }
  return { good, bad };
}

/** Files that cannot be opened come back as objections, the others as bytes. */
export async function loaded(files: readonly File[]): Promise<{ read: FileIn[]; bad: Sorted['bad'] }> {
  const read: FileIn[] = [];
  const bad: Sorted['bad'] = [];
  for (const file of files) {
    try {
      read.push({ name: file.name, bytes: await toBase64(file) });
    } catch {
      bad.push({ file, why: 'unreadable' });
    }
  }
  return { read, bad };
}

/** For the chooser: `.md,.txt,…` */
export function accepted(kinds: readonly string[]): string {
  return kinds.map((kind) => `.${kind}`).join(',');
}
