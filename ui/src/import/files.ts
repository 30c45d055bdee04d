/** Files as the desk takes them, and what can be said against one before it is read: kind, size, emptiness. */
import type { FileIn } from '../ipc/bindings';
import { toBase64 } from '../message/bytes';

/** As the desk's own limit. */
export const MAX_BYTES = 64 * 1024 * 1024;

export const documentKinds = ['md', 'markdown', 'txt', 'html', 'htm', 'docx', 'pdf', 'xlsx', 'csv', 'tsv'] as const;
export const tableKinds = ['csv', 'tsv', 'xlsx'] as const;

/** As the desk's own limit of one reading. */
export const MAX_FILES = 200;

export type Objection = 'tooLarge' | 'wrongKind' | 'emptyFile' | 'unreadable' | 'tooMany';

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
    else if (good.length >= MAX_FILES) bad.push({ file, why: 'tooMany' });
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
      read.push({ name: file.name, bytes: await toBase64(file), folder: folderOf(file), modified: file.lastModified || null });
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

/** Where dropped files lay: a browser says it only of those that a chooser gave. */
const dropped = new WeakMap<File, string>();

/** The folder below the chosen one, which hints at a category: `资料/退换货`. */
export function folderOf(file: File): string {
  const path = dropped.get(file) ?? file.webkitRelativePath ?? '';
  return path.split('/').slice(0, -1).join('/');
}

/** What a system leaves in every folder is nobody's document. */
export function isLitter(name: string): boolean {
  return name.startsWith('.') || name.startsWith('~$') || name === 'Thumbs.db' || name === 'desktop.ini';
}

/** The files of what was dropped, folders opened. */
export async function filesOf(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry());
  if (!entries.some((entry) => entry?.isDirectory)) return [...data.files];
  const found = await Promise.all(entries.map((entry) => (entry ? below(entry) : [])));
  return found.flat();
}

async function below(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail));
    dropped.set(file, entry.fullPath.replace(/^\//, ''));
    return isLitter(file.name) ? [] : [file];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: File[] = [];
  for (;;) {
    // A browser hands out a hundred at a time.
    const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (some.length === 0) return found;
    for (const inner of some) found.push(...(await below(inner)));
  }
}

/** Parts small enough to travel while the screen shows what came before. */
export function parted(files: readonly File[], bytes = 4 * 1024 * 1024, count = 8): File[][] {
  const parts: File[][] = [];
  let size = 0;
  for (const file of files) {
    const last = parts.at(-1);
    if (last && last.length < count && size + file.size <= bytes) {
      last.push(file);
      size += file.size;
    } else {
      parts.push([file]);
      size = file.size;
    }
  }
  return parts;
}
