// How soon the inbox can be used and what it costs in memory: the desktop in its own window, beside the same console
// from `zg serve` in Chromium. Run by `cargo xtask bench desk`, which gives ZHANGGUI, ZG, TAURI_DRIVER and CHROMIUM.
// The same on every machine, whatever models it has.
process.env['ZG_MODELS'] = '/nonexistent/models';
//
// Start: from starting the program (for the peer: `zg serve`, then Chromium) to a sign-in that can be typed into.
// Inbox: from pressing Enter on the password to the first row of the inbox. Typing is in neither. Memory is the sum over
// the program and everything it started, shared pages counted once (PSS), with the inbox on the screen.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { Builder, By, Capabilities, Key, until } from 'selenium-webdriver';

const { ZHANGGUI, ZG, TAURI_DRIVER, CHROMIUM } = process.env;
const runs = Number(process.env['RUNS'] ?? 5);
const password = 'Bench-2026-desk';
const patience = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'zhanggui-bench-'));
const desk = ['--data', folder, '--insecure-key-file'];

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const proc = (pid, name) => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
};

/** The processes whose command line names the desk's folder or `mark`, and all their descendants. */
function family(mark) {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parent = new Map(all.map((pid) => [pid, /\) \S (\d+)/.exec(proc(pid, 'stat'))?.[1]]));
  const ours = new Set(all.filter((pid) => Number(pid) !== process.pid && mark.some((word) => proc(pid, 'cmdline').includes(word))));
  for (let grown = true; grown; ) {
    grown = false;
    for (const [pid, from] of parent) {
      if (from && ours.has(from) && !ours.has(pid)) grown = Boolean(ours.add(pid));
    }
  }
  return [...ours];
}

/** MiB of the processes, shared pages counted once; and how many processes. */
function memory(mark) {
  const pids = family(mark);
  const kib = (pid) => Number(/^Pss:\s+(\d+)/m.exec(proc(pid, 'smaps_rollup'))?.[1] ?? 0);
  return { mib: pids.reduce((sum, pid) => sum + kib(pid), 0) / 1024, processes: pids.length };
}

/** The folder is free once the program that had it has ended; the driver leaves it running. */
async function gone(mark) {
  for (let tries = 0; tries < 200 && family(mark).length > 0; tries += 1) {
    for (const pid of family(mark)) {
      try {
        process.kill(Number(pid), tries < 100 ? 'SIGTERM' : 'SIGKILL');
      } catch {
        // It ended by itself meanwhile.
      }
    }
    await sleep(50);
  }
  // A process that ends lets go of its files a little after it has lost its name.
  await sleep(1_000);
}

async function window_(port) {
  const capabilities = new Capabilities();
  capabilities.setBrowserName('wry');
  capabilities.set('tauri:options', { application: ZHANGGUI, args: desk });
  const started = performance.now();
  const driver = await new Builder().withCapabilities(capabilities).usingServer(`http://127.0.0.1:${port}/`).build();
  try {
    const account = await driver.wait(until.elementLocated(By.css('input[autocomplete=username]')), patience);
    await driver.wait(until.elementIsEnabled(account), patience);
    const start_ms = performance.now() - started;
    await account.sendKeys('admin');
    const secret = await driver.findElement(By.css('input[type=password]'));
    await secret.sendKeys(password);
    const entered = performance.now();
    await secret.sendKeys(Key.ENTER);
    await driver.wait(until.elementLocated(By.css('[role=option]')), patience);
    const inbox_ms = performance.now() - entered;
    await sleep(2_000);
    return { start_ms, inbox_ms, ...memory([ZHANGGUI]) };
  } finally {
    await driver.quit();
    await gone([ZHANGGUI]);
  }
}

async function addressOf(server) {
  for await (const line of createInterface({ input: server.stdout })) {
    const address = /http:\/\/127\.0\.0\.1:\d+\/#token=\S+/.exec(line);
    if (address) return address[0];
  }
  throw new Error('zg serve ended without printing its address');
}

const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

async function browser() {
  const started = performance.now();
  const server = spawn(ZG, [...desk, 'serve', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const profile = mkdtempSync(join(tmpdir(), 'zhanggui-chromium-'));
  const context = await chromium.launchPersistentContext(profile, { executablePath: CHROMIUM, headless: false, args: flags, viewport: null });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(await addressOf(server));
    const account = page.locator('input[autocomplete=username]');
    await account.waitFor({ timeout: patience });
    const start_ms = performance.now() - started;
    await account.fill('admin');
    await page.locator('input[type=password]').first().fill(password);
    const entered = performance.now();
    await page.keyboard.press('Enter');
    await page.locator('[role=option]').first().waitFor({ timeout: patience });
    const inbox_ms = performance.now() - entered;
    await sleep(2_000);
    return { start_ms, inbox_ms, ...memory([profile, folder]) };
  } finally {
    await context.close();
    const ended = server.exitCode === null ? new Promise((done) => server.once('exit', done)) : undefined;
    server.kill();
    await ended;
    rmSync(profile, { recursive: true, force: true });
  }
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

function told(what, all) {
  const of = (key) => median(all.map((one) => one[key]));
  const [start, inbox, mib, processes] = ['start_ms', 'inbox_ms', 'mib', 'processes'].map(of);
  console.log(`| ${what} | ${start.toFixed(0)} | ${inbox.toFixed(0)} | ${(start + inbox).toFixed(0)} | ${mib.toFixed(0)} | ${processes} |`);
}

async function main() {
  execFileSync(ZG, [...desk, 'init', '--sample'], { env: { ...process.env, ZG_PASSWORD: password }, stdio: 'ignore' });
  const port = 4000 + Math.floor(Math.random() * 20_000);
  const native = ['--native-port', String(port + 1), '--native-driver', '/usr/bin/WebKitWebDriver'];
  const driver = spawn(TAURI_DRIVER, ['--port', String(port), ...native], { stdio: 'ignore' });
  const [ours, peer] = [[], []];
  try {
    await sleep(1_000);
    for (let run = 0; run < runs; run += 1) {
      ours.push(await window_(port));
      peer.push(await browser());
    }
  } finally {
    driver.kill();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`median of ${runs} runs, the sample chain, milliseconds and MiB\n`);
  console.log('| | start | inbox | both | memory | processes |\n|---|--:|--:|--:|--:|--:|');
  told('the desktop', ours);
  told('zg serve and Chromium', peer);
}

await main();
