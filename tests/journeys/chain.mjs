// A whole chain out of real programs, for journeys and for the demonstration: a hub, desks, and cables that can be cut.
//
// Nothing here decides what is right; it starts, kills, cuts and asks. Everything listens on loopback only.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createDecipheriv } from 'node:crypto';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const ending = process.platform === 'win32' ? '.exe' : '';
const built = (name) => join(root, 'target', 'debug', name + ending);
export const zg = process.env.ZG || built('zg');
export const zgHub = process.env.ZG_HUB || join(dirname(zg), `zg-hub${ending}`);
export const password = 'Kraft-2026-chain';

/** Numbers that follow from a seed (mulberry32): a run can be repeated as far as the machine's own timing lets it. */
export function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Asks again until the answer is as wanted; what never comes is an error with the last answer in it. */
export async function until(what, ask, wanted, seconds = 180) {
  const end = Date.now() + seconds * 1000;
  let last;
  while (Date.now() < end) {
    try {
      last = await ask();
      if (wanted(last)) return last;
    } catch (error) {
      if (error.refused) throw error;
      last = error.message;
    }
    await pause(100);
  }
  throw new Error(`${what} never came; at last: ${JSON.stringify(last)?.slice(0, 600)}`);
}

/** Runs a journey, which gives back what is wrong, tidies up, and prints the sum that `cargo xtask test` reads. */
export async function judged(seed, journey, tidy) {
  let problems;
  try {
    problems = await journey();
  } catch (error) {
    problems = [`seed ${seed}: ${error.stack}`];
  } finally {
    await tidy();
  }
  for (const problem of problems.slice(0, Number(process.env.MOST ?? 30))) console.log(problem);
  console.log(problems.length ? `0 passed, ${problems.length} failed` : '1 passed, 0 failed');
  process.exit(problems.length ? 1 : 0);
}

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** A program that says on its standard output when it is ready. */
class Program {
  start(file, words, ready) {
    const child = spawn(file, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    this.gone = new Promise((done) => child.once('exit', done));
    let complaints = '';
    child.stderr.on('data', (data) => (complaints = (complaints + data).slice(-4000)));
    return new Promise((found, failed) => {
      let said = '';
      child.stdout.on('data', (data) => {
        const match = ready.exec((said += data));
        if (match) found(match);
      });
      child.once('error', failed);
      child.once('exit', (code, signal) => failed(new Error(`${file} ended (${code ?? signal}): ${complaints}`)));
    });
  }

  async kill(signal = 'SIGKILL') {
    if (this.child && this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    await this.gone;
  }
}

/** One desk of the chain: `zg serve` on a folder of its own. */
export class Desk extends Program {
  constructor(folder, { lang = 'en' } = {}) {
    super();
    Object.assign(this, { folder, lang, session: '', base: ['--data', folder, '--insecure-key-file', '--lang', lang] });
  }

  zg(...words) {
    return execFileSync(zg, [...this.base, ...words], { env: { ...process.env, ZG_PASSWORD: password }, maxBuffer: 64 << 20 }).toString().trim();
  }

  async open() {
    const [, port, token] = await this.start(zg, [...this.base, 'serve', '--port', '0'], /http:\/\/127\.0\.0\.1:(\d+)\/#token=(\S+)/);
    Object.assign(this, { url: `http://127.0.0.1:${port}/#token=${token}`, port, token, session: '' });
  }

  async signIn(account = 'admin') {
    this.session = (await this.call('session.sign_in', { account, password })).session;
  }

  async call(name, input = {}) {
    const headers = { authorization: `Bearer ${this.token}`, 'x-session': this.session, 'x-lang': this.lang, 'content-type': 'application/json' };
    const answer = await fetch(`http://127.0.0.1:${this.port}/call/${name}`, { method: 'POST', headers, body: JSON.stringify(input) });
    const body = await answer.json();
    if (body.error) throw Object.assign(new Error(`${name}: ${body.error.message}`), { refused: true, code: body.error.code });
    return body.ok;
  }

  /** Every row of a list, whatever the size of its pages. */
  async rows(name, input = {}) {
    const rows = [];
    for (;;) {
      const page = (await this.call(name, { ...input, offset: rows.length, limit: 500 })).rows;
      rows.push(...page);
      if (page.length === 0) return rows;
    }
  }

  /** All bytes of the desk's file, its pages opened with its key: also those that are free and those in the write-ahead log. */
  *pages() {
    const key = readFileSync(join(this.folder, 'insecure.key'));
    const open = (page, from) => {
      const body = page.subarray(from, PAGE - RESERVE);
      const decipher = createDecipheriv('aes-256-cbc', key, page.subarray(PAGE - RESERVE, PAGE - RESERVE + 16)).setAutoPadding(false);
      return decipher.update(body);
    };
    const file = readFileSync(join(this.folder, 'desk.db'));
    for (let at = 0; at + PAGE <= file.length; at += PAGE) yield open(file.subarray(at, at + PAGE), at ? 0 : 16);
    const wal = join(this.folder, 'desk.db-wal');
    const log = existsSync(wal) ? readFileSync(wal) : Buffer.alloc(0);
    for (let at = 32; at + 24 + PAGE <= log.length; at += 24 + PAGE) {
      yield open(log.subarray(at + 24, at + 24 + PAGE), log.readUInt32BE(at) === 1 ? 16 : 0);
    }
  }

  /** Whether the words stand anywhere on this desk's disk. */
  holds(words) {
    const wanted = Buffer.from(words);
    for (const page of this.pages()) if (page.includes(wanted)) return true;
    return filesUnder(this.folder).some((file) => readFileSync(file).includes(wanted));
  }
}

/** SQLCipher 4: pages of 4 KiB that end in an initialisation vector and a signature. */
const PAGE = 4096;
const RESERVE = 80;

function filesUnder(folder) {
  return readdirSync(folder).flatMap((name) => {
    const at = join(folder, name);
    return statSync(at).isDirectory() ? filesUnder(at) : [at];
  });
}

/** The hub: `zg-hub serve` on the same port again and again. */
export class Hub extends Program {
  constructor(db) {
    super();
    this.db = db;
  }

  run(...words) {
    return execFileSync(zgHub, ['--db', this.db, ...words], { maxBuffer: 64 << 20 }).toString().trim();
  }

  init() {
    this.run('init');
  }

  async open() {
    this.port ??= await freePort();
    await this.start(zgHub, ['--db', this.db, 'serve', '--listen', `127.0.0.1:${this.port}`], /listening on/);
  }

  /** A code for one desk that is at home somewhere and hears more scopes besides. */
  invite(home, { headOffice = false, hears = [] } = {}) {
    const more = [...(headOffice ? ['--head-office'] : []), ...hears.flatMap((scope) => ['--hears', scope])];
    return JSON.parse(this.run('--json', 'invite', '--home', home, ...more)).code;
  }
}

/** A cable between a desk and the hub, which can be cut, and on which a bad network can be played. */
export class Cable {
  constructor(to, chance = Math.random) {
    Object.assign(this, { to, chance, cut: false, trouble: 0, sockets: new Set(), seen: {} });
  }

  async open() {
    this.server = createServer((desk) => this.join(desk));
    await new Promise((done) => this.server.listen(0, '127.0.0.1', done));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  /** Also what is under way breaks off. */
  pull() {
    this.cut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend() {
    this.cut = false;
  }

  close() {
    this.pull();
    this.server.close();
  }

  note(what) {
    this.seen[what] = (this.seen[what] ?? 0) + 1;
  }

  join(desk) {
    desk.on('error', () => {});
    if (this.cut) return desk.destroy();
    const fate = this.chance() < this.trouble ? TROUBLES[Math.floor(this.chance() * TROUBLES.length)] : 'whole';
    this.note(fate);
    // A portal that wants a sign-in first answers everything with its page.
    if (fate === 'portal') return desk.once('data', () => desk.end('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<html>Sign in</html>'));
    const hub = connect(this.to(), '127.0.0.1');
    const ends = [desk, hub];
    const over = () => ends.forEach((end) => (end.destroy(), this.sockets.delete(end)));
    ends.forEach((end) => this.sockets.add(end.on('error', over).on('close', over)));
    this.carry(desk, hub, fate === 'breaks up' ? this.chance() * 3000 : Infinity, fate === 'slow');
    this.carry(hub, desk, fate === 'breaks down' ? this.chance() * 3000 : Infinity, fate === 'slow');
  }

  /** Carries so many bytes and then tears the line, within a message as likely as not. */
  carry(from, to, most, slow) {
    let left = most;
    from.on('data', (data) => {
      const part = data.subarray(0, Math.min(data.length, left));
      left -= data.length;
      const on = () => (to.write(part), left <= 0 && (from.destroy(), to.destroy()));
      if (slow) setTimeout(on, this.chance() * 300);
      else on();
    });
  }
}

const TROUBLES = ['portal', 'breaks up', 'breaks down', 'slow'];

/** A PostgreSQL of its own on a socket in a folder; none where it is not installed. */
export class Postgres {
  static find() {
    const at = '/usr/lib/postgresql';
    const versions = existsSync(at) ? readdirSync(at).map((version) => join(at, version, 'bin')) : [];
    return versions.filter((folder) => existsSync(join(folder, 'initdb'))).sort().pop();
  }

  constructor(programs) {
    const number = (...words) => Number(execFileSync('id', words).toString());
    // PostgreSQL refuses root, so root lends the folder to the user that Debian made for it.
    this.who = process.getuid() === 0 ? { uid: number('-u', 'postgres'), gid: number('-g', 'postgres') } : {};
    Object.assign(this, { programs, folder: mkdtempSync(join(tmpdir(), 'zg-pg-')) });
    if (this.who.uid !== undefined) chownSync(this.folder, this.who.uid, this.who.gid);
    this.data = join(this.folder, 'data');
    this.run('initdb', '-D', this.data, '-A', 'trust', '-U', 'hub', '-E', 'UTF8', '--no-locale', '--no-sync');
    mkdirSync(join(this.folder, 'log'), { recursive: true });
    if (this.who.uid !== undefined) chownSync(join(this.folder, 'log'), this.who.uid, this.who.gid);
  }

  run(program, ...words) {
    execFileSync(join(this.programs, program), words, { cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'], ...this.who });
  }

  start() {
    const options = `-c listen_addresses='' -c unix_socket_directories=${this.folder} -c max_connections=50`;
    this.run('pg_ctl', '-D', this.data, '-l', join(this.folder, 'log', 'server'), '-w', '-o', options, 'start');
  }

  /** `immediate` is what a power cut is: it comes back from its write-ahead log. */
  stop(mode = 'immediate') {
    this.run('pg_ctl', '-D', this.data, '-m', mode, '-w', 'stop');
  }

  database(name) {
    this.run('createdb', '-h', this.folder, '-U', 'hub', name);
    return `postgres://hub@${encodeURIComponent(this.folder)}/${name}`;
  }
}
