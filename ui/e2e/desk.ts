/** A desk of its own for the tests: `zg serve` on a fresh folder, stopped and removed afterwards. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Calls } from '../src/ipc/bindings';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const zgPath = process.env['ZG'] ?? join(root, 'target', 'debug', process.platform === 'win32' ? 'zg.exe' : 'zg');
const run = promisify(execFile);

export interface Desk {
  /** With the one-time token in its fragment; another one after `closed`. */
  url: string;
  account: string;
  password: string;
  /** Runs `zg` on this desk's folder, for what a journey checks behind the screen. A folder has one program at a time: only inside `closed`. */
  zg: (...args: string[]) => Promise<string>;
  /** Stops serving, as when the program ends, and serves again when the work is done. */
  closed: <T>(work: () => Promise<T>) => Promise<T>;
  /** One call beside the browser while the desk serves, signed in as somebody. */
  ask: <N extends keyof Calls>(name: N, input: Calls[N]['input'], account?: string) => Promise<Calls[N]['output']>;
  stop: () => Promise<void>;
}

/** Goes on reading afterwards, so that the desk never blocks on a full pipe. */
function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    if (!server.stdout) return failed(new Error('zg serve has no output'));
    const lines = createInterface({ input: server.stdout });
    lines.on('line', (line) => {
      const address = /http:\/\/127\.0\.0\.1:\d+\/#token=\S+/.exec(line);
      if (address) found(address[0]);
    });
    server.once('error', failed);
    server.once('exit', (code) => failed(new Error(`zg serve ended (${code}) without printing its address`)));
  });
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const gone = new Promise((done) => server.once('exit', done));
  server.kill();
  await gone;
}

/** One call over HTTP, as the console makes it. */
async function post<T>(url: string, name: string, session: string, input: unknown): Promise<T> {
  const { origin, hash } = new URL(url);
  const headers = { Authorization: `Bearer ${hash.slice('#token='.length)}`, 'X-Session': session, 'Content-Type': 'application/json' };
  const response = await fetch(`${origin}/call/${name}`, { method: 'POST', headers, body: JSON.stringify(input) });
  const answer = (await response.json()) as { ok: T } | { error: { code: string; message: string } };
  if ('error' in answer) throw new Error(`${name}: ${answer.error.code}: ${answer.error.message}`);
  return answer.ok;
}

/** `sample`: the sample chain, signed in as `admin`; otherwise an empty folder that shows the wizard. `env`: for journeys with models and sound. */
export async function startDesk({ sample, env: more = {} }: { sample: boolean; env?: Record<string, string> }): Promise<Desk> {
  const data = await mkdtemp(join(tmpdir(), 'zhanggui-e2e-'));
  const base = ['--data', data, '--insecure-key-file'];
  const password = 'Journey-2026-desk';
  /** Journeys find by words alone, the same on every machine, whatever models it has. */
  const env = { ...process.env, ZG_MODELS: join(data, 'no-models'), ZG_PASSWORD: password, ...more };
  const zg = async (...args: string[]) => (await run(zgPath, [...base, ...args], { maxBuffer: 64 << 20, env })).stdout;
  if (sample) await zg('init', '--sample');
  const serve = () => spawn(zgPath, [...base, 'serve', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'], env });
  let server = serve();
  /** Signing in is slow on purpose, so each account does it once. */
  const sessions = new Map<string, Promise<Calls['session.sign_in']['output']>>();
  const stop = async () => {
    await ended(server);
    await rm(data, { recursive: true, force: true });
  };
  try {
    const desk: Desk = {
      url: await addressOf(server), account: 'admin', password, zg, stop,
      ask: async (name, input, account = 'admin') => {
        const known = sessions.get(account) ?? post<Calls['session.sign_in']['output']>(desk.url, 'session.sign_in', '', { account, password });
        sessions.set(account, known);
        return post(desk.url, name, (await known).session, input);
      },
      closed: async (work) => {
        await ended(server);
        sessions.clear();
        try {
          return await work();
        } finally {
          server = serve();
          desk.url = await addressOf(server);
        }
      },
    };
    return desk;
  } catch (error) {
    await stop();
    throw error;
  }
}
