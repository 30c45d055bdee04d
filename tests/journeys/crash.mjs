#!/usr/bin/env node
// Kills the desk with -9 at random while it works, and counts: every acknowledged command is there afterwards, none twice.
//
// The real program (ZG, or target/debug/zg), a real folder, real kills. The seed is printed; SEED=n runs the same plan again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Desk, dice, judged } from './chain.mjs';

const commands = 200;
const seed = Number(process.env.SEED || Math.floor(Math.random() * 2 ** 31));
/** The plan of kills follows from the seed. */
const chance = dice(seed);

const folder = mkdtempSync(join(tmpdir(), 'zhanggui-crash-'));
const desk = new Desk(folder);

async function open() {
  await desk.open();
  await desk.signIn();
}

/** What a clerk does: a new customer, their conversation, a ticket, a note. `made` learns only of what was acknowledged. */
async function work(n, made) {
  const customer = await desk.call('customer.create', { name: `Customer ${n}`, phone: `138${String(10000000 + n)}` });
  made.customers.add(`Customer ${n}`);
  if (n % 2) {
    const ticket = await desk.call('ticket.create', { subject: `Matter ${n}`, customer: customer.id });
    made.tickets.set(`Matter ${n}`, ticket.number);
    await desk.call('ticket.comment', { id: ticket.id, text: `Note ${n}` });
    made.notes.set(ticket.id, `Note ${n}`);
  }
}

async function check(made) {
  const problems = [];
  const count = (rows, of) => rows.reduce((all, row) => all.set(of(row), (all.get(of(row)) ?? 0) + 1), new Map());
  const customers = count(await desk.rows('customer.list', {}), (row) => row.card.name);
  const tickets = await desk.rows('ticket.list', { filter: {} });
  const subjects = count(tickets, (row) => row.subject);
  const numbers = count(tickets, (row) => row.number);
  for (const name of made.customers) if (customers.get(name) !== 1) problems.push(`${name} is there ${customers.get(name) ?? 0} times`);
  for (const [subject] of made.tickets) if (subjects.get(subject) !== 1) problems.push(`${subject} is there ${subjects.get(subject) ?? 0} times`);
  for (const [name, times] of [...customers, ...subjects, ...numbers]) if (times !== 1) problems.push(`${name} is there ${times} times`);
  for (const [id, text] of made.notes) {
    const { entries } = await desk.call('ticket.story', { id });
    const times = entries.filter((entry) => entry.message?.text === text).length;
    if (times !== 1) problems.push(`${text} is there ${times} times`);
  }
  return problems;
}

async function journey() {
  desk.zg('init', '--org', 'Crash and Sons', '--shop-code', 'CR01');
  await open();
  const made = { customers: new Set(), tickets: new Map(), notes: new Map() };
  let crashes = 0;
  for (let n = 0; n < commands; n += 1) {
    const dies = chance() < 0.12;
    // The kill falls anywhere in the command, also after its last byte was acknowledged.
    const fate = dies ? new Promise((done) => setTimeout(done, chance() * 40)).then(() => desk.kill()) : undefined;
    try {
      await work(n, made);
    } catch (error) {
      if (!dies || error.refused) throw error;
    }
    if (fate) {
      await fate;
      crashes += 1;
      await open();
    }
  }
  const problems = await check(made);
  await desk.kill();
  const verified = desk.zg('verify');
  const acknowledged = made.customers.size + made.tickets.size + made.notes.size;
  console.log(`seed ${seed}: ${commands} commands, ${crashes} kills, ${acknowledged} acknowledged writes; chain: ${verified}`);
  if (crashes < 5) problems.push('too few kills to prove anything');
  return problems;
}

await judged(seed, journey, async () => {
  if (desk.child) await desk.kill();
  rmSync(folder, { recursive: true, force: true });
});
