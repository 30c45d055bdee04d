/** A desk of its own for the tests: `zg serve` on a fresh folder, stopped and removed afterwards. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const zgPath = process.env['ZG'] ?? join(root, 'target', 'debug', process.platform === 'win32' ? 'zg.exe' : 'zg');
const run = promisify(execFile);

export interface Desk {
  /** With the one-time token in its fragment. */
  url: string;
  account: string;
  password: string;
  /** Runs `zg` on this desk's folder, for what a journey checks behind the screen. */
  zg: (...args: string[]) => Promise<string>;
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

/** `sample`: the sample chain, signed in as `admin`; otherwise an empty folder that shows the wizard. */
export async function startDesk({ sample }: { sample: boolean }): Promise<Desk> {
  const data = await mkdtemp(join(tmpdir(), 'zhanggui-e2e-'));
  const base = ['--data', data, '--insecure-key-file'];
  const password = 'Journey-2026-desk';
  const zg = async (...args: string[]) => (await run(zgPath, [...base, ...args], { maxBuffer: 64 << 20, env: { ...process.env, ZG_PASSWORD: password } })).stdout;
  if (sample) await zg('init', '--sample');
  const server = spawn(zgPath, [...base, 'serve', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const stop = async () => {
    await ended(server);
    await rm(data, { recursive: true, force: true });
  };
  try {
    return { url: await addressOf(server), account: 'admin', password, zg, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
