// The peers of `cargo xtask bench search`: SQLite FTS5 and MiniSearch, given the documents and questions that our own
// index had, already cut into characters, pairs of characters and spelled words, since neither can cut Chinese.
//
//   node peers.mjs FOLDER     FOLDER holds documents.txt and queries.txt, a line each, tokens parted by a space
//
// Prints one JSON object per peer. Every question five times, after one round that is not counted.
import Database from 'better-sqlite3';
import MiniSearch from 'minisearch';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const [folder] = process.argv.slice(2);
const questions = readFileSync(join(folder, 'queries.txt'), 'utf8').split('\n').filter(Boolean);
const rounds = 5;
const hits = 20;

const lines = () => createInterface({ input: createReadStream(join(folder, 'documents.txt')), crlfDelay: Infinity });
const now = () => Number(process.hrtime.bigint()) / 1e6;

function percentile(times, share) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

function timed(ask) {
  const times = [];
  for (let round = 0; round <= rounds; round += 1) {
    for (const question of questions) {
      const started = now();
      ask(question);
      if (round > 0) times.push(now() - started);
    }
  }
  return { p50_ms: percentile(times, 0.5), p95_ms: percentile(times, 0.95), slowest_ms: Math.max(...times) };
}

async function fts5() {
  const file = join(folder, 'fts5.db');
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('cache_size = -65536');
  db.exec("CREATE VIRTUAL TABLE d USING fts5(text, content='', detail='column', tokenize='unicode61')");
  const insert = db.prepare('INSERT INTO d (rowid, text) VALUES (?, ?)');
  const started = now();
  let count = 0;
  db.exec('BEGIN');
  for await (const line of lines()) {
    count += 1;
    insert.run(count, line);
    if (count % 10_000 === 0) db.exec('COMMIT; BEGIN');
  }
  db.exec("COMMIT; INSERT INTO d (d) VALUES ('optimize')");
  const seconds = (now() - started) / 1e3;
  db.pragma('wal_checkpoint(TRUNCATE)');
  const find = db.prepare(`SELECT rowid, bm25(d) AS score FROM d WHERE d MATCH ? ORDER BY score LIMIT ${hits}`);
  const figures = timed((question) => find.all(question.split(' ').map((token) => `"${token}"`).join(' OR ')));
  db.close();
  return { peer: 'sqlite fts5', documents: count, documents_per_second: count / seconds, bytes: statSync(file).size, ...figures };
}

async function minisearch() {
  const index = new MiniSearch({ fields: ['text'], tokenize: (text) => text.split(' '), processTerm: (term) => term });
  const started = now();
  let count = 0;
  for await (const line of lines()) {
    count += 1;
    index.add({ id: count, text: line });
  }
  const seconds = (now() - started) / 1e3;
  const { heapUsed } = process.memoryUsage();
  const figures = timed((question) => index.search(question).slice(0, hits));
  return { peer: 'minisearch', documents: count, documents_per_second: count / seconds, memory_bytes: heapUsed, ...figures };
}

console.log(JSON.stringify(await fts5()));
console.log(JSON.stringify(await minisearch()));
