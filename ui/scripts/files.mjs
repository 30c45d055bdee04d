/** The source files of the console, for the checks beside this file. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const src = join(dirname(fileURLToPath(import.meta.url)), '..', 'src');

export function sourceFiles(ending, from = src) {
  return readdirSync(from, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
