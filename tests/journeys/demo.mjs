#!/usr/bin/env node
// `cargo xtask demo sync`: a hub and two desks, a cable that is cut, the same ticket changed on both sides, and what comes of it.
//
// With a terminal every step waits for Enter; without one they follow each other and the program ends.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { password } from './chain.mjs';
import { TwoDesks } from './two-desks.mjs';

const folder = mkdtempSync(join(tmpdir(), 'zhanggui-demo-'));
const chain = new TwoDesks(folder);
const keys = process.stdin.isTTY ? createInterface({ input: process.stdin, output: process.stdout }) : undefined;
keys?.on('SIGINT', () => void over());

async function step(said) {
  console.log(`\n${said}`);
  if (keys) await keys.question('  Enter … ');
}

/** In the browser of whoever watches, where there is a screen. */
function show(url) {
  if (!keys || (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)) return;
  const [program, ...words] = process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : [process.platform === 'darwin' ? 'open' : 'xdg-open'];
  spawn(program, [...words, url], { stdio: 'ignore', detached: true }).on('error', () => {});
}

async function over() {
  keys?.close();
  await chain.stop();
  rmSync(folder, { recursive: true, force: true });
  process.exit();
}

async function main() {
  await chain.open();
  const { head, shop, ticket } = chain;
  console.log(`总部 Head office  ${head.url}\n门店 Shop         ${shop.url}\n账号 admin，密码 ${password}（account admin, that password）`);
  [head, shop].forEach(({ url }) => show(url));
  await step(`1. 两边都打开工单 ${ticket.number}。下一步剪断门店的线。\n   Open ticket ${ticket.number} in both. Next the shop's cable is cut.`);
  await chain.cut();
  await step('2. 线断了，两边都改了标题，门店还写了一句。门店的同步标显示待发条数。下一步接上。\n   The cable is cut; both changed the subject and the shop added a note. The shop shows what waits. Next it is mended.');
  const stands = await chain.mend();
  await step(`3. 接上了，两边都是「${stands}」，那句话也在两边。没有留下的那个标题在“两边都改过”里，一键换回。\n   Both show the same; the other subject waits in “Changed on both sides”, one click from coming back.`);
  await over();
}

main().catch(async (error) => {
  console.error(error);
  process.exitCode = 1;
  await over();
});
