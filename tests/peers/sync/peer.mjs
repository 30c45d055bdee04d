// Documents from a file go up to express-pouchdb over loopback and down again into an empty database; documents a second.
//
// Databases are on disk on both sides, in LevelDB; batches as large as ours.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import express from 'express';
import expressPouch from 'express-pouchdb';
import PouchDB from 'pouchdb';

const [, , file, folder] = process.argv;
const documents = readFileSync(file, 'utf8').trim().split('\n').map((line, nth) => ({ _id: String(nth).padStart(8, '0'), ...JSON.parse(line) }));

const Disk = PouchDB.defaults({ prefix: join(folder, 'pouch-') });
const app = express();
app.use('/', expressPouch(Disk, { mode: 'minimumForPouchDB', logPath: join(folder, 'log.txt') }));
const server = createServer(app);
await new Promise((done) => server.listen(0, '127.0.0.1', done));
/** The hub as any PouchDB sees it, by HTTP. */
const hub = () => new PouchDB(`http://127.0.0.1:${server.address().port}/hub`);

const options = { batch_size: 500, batches_limit: 4 };
async function rate(work) {
  const began = performance.now();
  const told = await work();
  if (told.docs_written !== documents.length) throw new Error(`only ${told.docs_written} of ${documents.length} went`);
  return documents.length / ((performance.now() - began) / 1000);
}

const desk = new Disk('desk');
for (let at = 0; at < documents.length; at += 5000) await desk.bulkDocs(documents.slice(at, at + 5000));
const push = await rate(() => desk.replicate.to(hub(), options));
const other = new Disk('other');
const pull = await rate(() => other.replicate.from(hub(), options));
console.log(JSON.stringify({ push, pull }));
process.exit(0);
