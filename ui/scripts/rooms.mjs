/**
 * Which folder of src may import which: kit nothing, ipc only kit, a noun kit + ipc + at most two other nouns, views
 * everything. `@tauri-apps` lives in ipc alone. Prints each breach and exits 1.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { sourceFiles, src } from './files.mjs';

const GROUND = ['kit', 'ipc'];
const TOP = ['views', 'test', 'main.tsx', 'vite-env.d.ts'];
const breaches = [];
const nounsOf = new Map();

const room = (path) => relative(src, path).split(sep)[0] ?? '';
const isNoun = (name) => !GROUND.includes(name) && !TOP.includes(name);

function imports(text) {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map((found) => found[1]);
}

function check(file) {
  const from = room(file);
  for (const target of imports(readFileSync(file, 'utf8'))) {
    if (target.startsWith('@tauri-apps/') && from !== 'ipc') breaches.push(`${relative(src, file)}: ${target} belongs to ipc`);
    if (!target.startsWith('.')) continue;
    const to = room(join(dirname(file), target));
    if (to === from || TOP.includes(from)) continue;
    if (from === 'kit') breaches.push(`${relative(src, file)}: kit imports nothing, but takes ${target}`);
    else if (from === 'ipc' && to !== 'kit') breaches.push(`${relative(src, file)}: ipc imports only kit, but takes ${target}`);
    else if (to === 'views' || to === 'main.tsx') breaches.push(`${relative(src, file)}: nothing below imports ${to}`);
    else if (isNoun(to)) nounsOf.set(from, (nounsOf.get(from) ?? new Set()).add(to));
  }
}

sourceFiles(/\.tsx?$/).forEach(check);
for (const [from, nouns] of nounsOf) {
  if (nouns.size > 2) breaches.push(`${from}: imports ${nouns.size} nouns (${[...nouns].join(', ')}), two at most; compose them in views`);
}
breaches.forEach((breach) => console.error(breach));
console.log(`rooms: ${breaches.length === 0 ? 'ok' : `${breaches.length} breaches`}`);
process.exitCode = breaches.length === 0 ? 0 : 1;
