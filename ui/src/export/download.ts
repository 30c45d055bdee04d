/** Hands a file that the desk made to the person, through the window's own saving. */
import type { FileOut } from '../ipc/bindings';
import { toBlob } from '../message/bytes';

const types: Record<string, string> = { csv: 'text/csv;charset=utf-8', jsonl: 'application/x-ndjson' };

export function mediaTypeOf(name: string): string {
  return types[name.split('.').pop()?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}

/** The URL is given back a while later: WebKit reads it after the click has returned. */
const KEEP = 60_000;

export function download(file: FileOut): void {
  const url = URL.createObjectURL(toBlob(file.bytes, mediaTypeOf(file.name)));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), KEEP);
}
