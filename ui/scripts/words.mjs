/**
 * No words outside `words.ts`: fails on Chinese in any other source file, on bare words between JSX tags or in the
 * attributes people hear, on keys nobody uses, and on English that names other parameters than the Chinese.
 */
import { readFileSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import ts from 'typescript';
import { sourceFiles, src } from './files.mjs';

const CJK = /[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]/;
const SPOKEN = new Set(['label', 'title', 'placeholder', 'aria-label', 'alt', 'hint', 'tooltip', 'okText', 'cancelText']);
/** Names that are the same in every language. */
const NAMES = /^(?:[\W\d_]*|App|Ctrl|Esc|CSV|JSONL|v|px|AI)$/;
const breaches = [];

const parse = (file) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
const at = (source, node) => `${relative(src, source.fileName)}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
const walk = (node, visit) => (visit(node), ts.forEachChild(node, (child) => walk(child, visit)));

function checkSource(file) {
  const source = parse(file);
  walk(source, (node) => {
    const text = ts.isStringLiteralLike(node) || ts.isJsxText(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node) ? node.text : undefined;
    if (text === undefined) return;
    if (CJK.test(text)) breaches.push(`${at(source, node)}: Chinese outside words.ts: ${text.trim()}`);
    else if (ts.isJsxText(node) && !NAMES.test(text.trim())) breaches.push(`${at(source, node)}: bare words: ${text.trim()}`);
    else if (ts.isJsxAttribute(node.parent) && SPOKEN.has(node.parent.name.getText()) && !NAMES.test(text.trim())) breaches.push(`${at(source, node)}: bare words in ${node.parent.name.getText()}: ${text}`);
  });
}

function entries(object) {
  const found = object.properties.filter(ts.isPropertyAssignment);
  return new Map(found.map((property) => [property.name.text, property]));
}

function bundlesIn(file) {
  const source = parse(file);
  const found = [];
  walk(source, (node) => {
    if (!ts.isCallExpression(node) || node.expression.getText() !== 'defineWords') return;
    const [ns, words] = node.arguments;
    const langs = entries(words);
    found.push({ file, source, ns: ns.text, zh: entries(langs.get('zh').initializer), en: entries(langs.get('en').initializer) });
  });
  return found;
}

const gaps = (text) => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((gap) => gap[1]))].sort().join(',');

function checkParameters({ source, zh, en }) {
  for (const [key, property] of zh) {
    const there = en.get(key)?.initializer;
    if (!there) continue;
    const forms = ts.isObjectLiteralExpression(there) ? [entries(there).get('other').initializer] : [there];
    forms.filter((form) => gaps(form.text) !== gaps(property.initializer.text)).forEach((form) => breaches.push(`${at(source, form)}: ${key} has other parameters than the Chinese`));
  }
}

/** A key counts as used when a string, or the fixed start of a template, in a file of the folder that imports the words names it. */
function checkUse({ file, source, zh }, texts) {
  const users = texts.filter((other) => other.folder.startsWith(dirname(file)) || other.text.includes(`/${basename(dirname(file))}/words'`));
  const text = users.map((user) => user.text).join('\n');
  const prefixes = [...text.matchAll(/`([a-z]\w*)\$\{/g)].map((found) => found[1]);
  for (const [key, property] of zh) {
    const used = new RegExp(`['"\`]${key}['"\`]|\\b${key}:.*words|t\\.${key}\\b`).test(text) || prefixes.some((prefix) => key.startsWith(prefix));
    if (!used) breaches.push(`${at(source, property)}: nobody says ${key}`);
  }
}

const all = sourceFiles(/\.tsx?$/).filter((file) => !/\.(test|test-data)\.tsx?$/.test(file) && !file.endsWith('bindings.ts'));
const isWords = (file) => /(^|[\\/])words(\.\w+)?\.ts$/.test(file);
const speakers = all.filter((file) => !isWords(file));
speakers.forEach(checkSource);
const texts = speakers.map((file) => ({ folder: dirname(file), text: readFileSync(file, 'utf8') }));
const bundles = all.filter(isWords).flatMap(bundlesIn);
bundles.forEach(checkParameters);
bundles.forEach((bundle) => checkUse(bundle, texts));
breaches.forEach((breach) => console.error(breach));
const keys = bundles.reduce((sum, bundle) => sum + bundle.zh.size, 0);
console.log(`words: ${keys} keys in ${bundles.length} folders, ${breaches.length === 0 ? 'ok' : `${breaches.length} breaches`}`);
process.exitCode = breaches.length === 0 ? 0 : 1;
