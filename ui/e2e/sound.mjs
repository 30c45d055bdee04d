// A sound service of its own for the tests: a null device whose monitor is the microphone, so that a played recording is what the
// desk hears. Needs PulseAudio and its ALSA plug-in (`cargo xtask setup --tests`).
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const moment = (ms) => new Promise((done) => setTimeout(done, ms));

/** Begins a service, or says why there is none. */
export async function startSound() {
  const folder = mkdtempSync(join(tmpdir(), 'zhanggui-sound-'));
  const socket = join(folder, 'pulse.sock');
  const env = { PULSE_SERVER: `unix:${socket}` };
  const load = [`module-native-protocol-unix socket=${socket} auth-anonymous=1`, 'module-null-sink sink_name=zhanggui rate=48000'];
  const words = ['-n', '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', ...load.flatMap((module) => ['-L', module])];
  const server = spawn('pulseaudio', words, { env: { ...process.env, ...env, XDG_RUNTIME_DIR: folder, HOME: folder }, stdio: 'ignore' });
  let trouble;
  server.once('error', (error) => (trouble = error.message));
  server.once('exit', (code) => (trouble ??= `pulseaudio ended (${code})`));
  for (let waited = 0; !existsSync(socket) && !trouble && waited < 100; waited += 1) await moment(100);
  const stop = () => {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  if (trouble || !existsSync(socket)) {
    stop();
    return { trouble: trouble ?? 'pulseaudio did not begin' };
  }
  execFileSync('pactl', ['set-default-source', 'zhanggui.monitor'], { env: { ...process.env, ...env } });
  /** Plays a recording into the microphone and comes back when it is over. */
  const play = (file) =>
    new Promise((done, failed) => {
      const player = spawn('paplay', [file], { env: { ...process.env, ...env }, stdio: 'ignore' });
      player.once('error', failed);
      player.once('exit', (code) => (code === 0 ? done() : failed(new Error(`paplay ended (${code})`))));
    });
  return { env, play, stop };
}

/** Which models `zg` finds whole, by kind; nothing when there are none. */
export function modelsOf(zg, models) {
  const said = execFileSync(zg, ['models', 'list'], { env: { ...process.env, ZG_MODELS: models } }).toString();
  return said.split('\n').flatMap((line) => (/\bready\s*$/.test(line) ? [line.trim().split(/\s+/)[1]] : []));
}

/** Where models lie: `ZG_MODELS`, or the checkout's own shelf. */
export const shelf = (root) => process.env['ZG_MODELS'] ?? join(root, 'models', 'weights');

/** What a journey needs to hear and speak, or why it cannot. */
export function lackForSpeech(zg, models) {
  const there = modelsOf(zg, models);
  const lack = ['runtime', 'speech_to_text', 'voice_activity', 'text_to_speech'].filter((kind) => !there.includes(kind));
  return lack.length > 0 ? `no model for ${lack.join(', ')} in ${models}: run \`cargo xtask models\`` : undefined;
}

/** A recording of a sentence, said by our own voice. */
export function recordingOf(zg, models, sentence, file) {
  execFileSync(zg, ['say', sentence, '-o', file], { env: { ...process.env, ZG_MODELS: models } });
  return file;
}
