#!/usr/bin/env node
// A hub on PostgreSQL, head office and two shops over bad cables, everything killed at random: nothing lost, doubled or leaked.
//
// The real programs (ZG, ZG_HUB, or target/debug), real files, a real PostgreSQL that it starts itself (SQLite where there is
// none, said aloud), `kill -9` for desks and hub, power cuts for the database. The seed is printed; SEED=n runs it again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cable, Desk, Hub, Postgres, dice, judged, pause, until } from './chain.mjs';

const KILLS = 60;
const RESTARTS = 20;
const seed = Number(process.env.SEED || Math.floor(Math.random() * 2 ** 31));
const chance = dice(seed);
const pick = (list) => list[Math.floor(chance() * list.length)];

const folder = mkdtempSync(join(tmpdir(), 'zhanggui-kill-'));
const programs = Postgres.find();
const postgres = programs && new Postgres(programs);
postgres?.start();
const hub = new Hub(postgres ? postgres.database('hub') : `sqlite:${join(folder, 'hub.db')}`);
const places = ['head', 'one', 'two'].map((name) => ({ name, desk: new Desk(join(folder, name)), cable: new Cable(() => hub.port, chance) }));
const [head, one, two] = places;

async function found() {
  head.desk.zg('init', '--org', 'Kill and Sons', '--shop-code', 'K01');
  hub.init();
  await hub.open();
  await Promise.all(places.map((place) => place.cable.open()));
  await head.desk.open();
  await head.desk.signIn();
  await head.desk.call('shop.save', { id: null, code: 'K02', name: 'Second' });
  const shops = (await head.desk.call('shop.list')).map((row) => (row.shop ?? row).id);
  const scopes = shops.map((shop) => `shop:${shop}`);
  const code = hub.invite('head-office', { headOffice: true, hears: scopes });
  await head.desk.call('hub.enrol', { url: head.cable.url, code, name: 'Head office' });
  await until('everything of head office at the hub', () => head.desk.call('hub.state'), (state) => state.waiting === 0 && state.line === 'connected');
  for (const [at, place] of [one, two].entries()) {
    place.shop = shops[at];
    await place.desk.open();
    await place.desk.call('setup.join', { url: place.cable.url, code: hub.invite(scopes[at]), name: `Till ${place.name}` });
    await until('the accounts', () => place.desk.signIn().then(() => true, () => false), Boolean);
  }
  head.shop = shops[0];
}

/** What was acknowledged, and by whom: a name is written once and by one desk only. */
const made = [];
const tried = new Map();
let counter = 0;

/** A customer, a ticket or a word on a ticket of the own shop; now and then the subject of a ticket that others change too. */
async function work(place) {
  const n = (counter += 1);
  const mark = `canary-${place.name}-${n}-`;
  const customer = `${mark}customer`;
  const keep = (kind, name) => made.push({ kind, name, place });
  const at = place.name;
  const attempt = async (kind, name, call) => {
    tried.set(name, at);
    const answer = await call();
    keep(kind, name);
    return answer;
  };
  const input = { name: customer, phone: `139${String(10000000 + n)}`, home_shop: place.shop };
  const { id } = await attempt('customer', customer, () => place.desk.call('customer.create', input));
  const subject = `${mark}ticket`;
  const ticket = await attempt('ticket', subject, () => place.desk.call('ticket.create', { subject, customer: id, shop: place.shop }));
  const note = `${mark}note`;
  await attempt('note', note, () => place.desk.call('ticket.comment', { id: ticket.id, text: note }));
  made.find((one) => one.name === note).ticket = ticket.id;
  const shared = pick((await place.desk.call('ticket.list', { filter: {}, offset: 0, limit: 50 })).rows);
  if (shared) await place.desk.call('ticket.update', { id: shared.id, priority: pick(['low', 'normal', 'high', 'urgent']) });
}

let over = false;
const deaths = { desk: 0, hub: 0, postgres: 0 };
const broken = [];

/** A clerk who works until the journey is over; a call that a kill interrupts is neither kept nor forgotten. */
async function clerk(place) {
  while (!over) {
    try {
      if (place.dead) await place.dead;
      else await work(place);
    } catch (error) {
      if (error.refused && !place.dead) broken.push(`${place.name}: ${error.message}`);
    }
    await pause(chance() * 300);
  }
}

async function killDesk(place) {
  place.dead = (async () => {
    await place.desk.kill();
    await pause(chance() * 200);
    await place.desk.open();
    await place.desk.signIn();
  })();
  await place.dead;
  place.dead = undefined;
  deaths.desk += 1;
}

async function killHub() {
  await hub.kill();
  await pause(chance() * 400);
  // Without its database it does not begin; whoever watches over it begins it again.
  await until('the hub', () => hub.open().then(() => true), Boolean);
  deaths.hub += 1;
}

async function cutPower() {
  postgres.stop();
  await pause(chance() * 300);
  postgres.start();
  deaths.postgres += 1;
}

async function storm() {
  const clerks = places.map(clerk);
  places.forEach((place) => (place.cable.trouble = 0.3));
  const desks = (async () => {
    while (deaths.desk < KILLS) {
      await pause(200 + chance() * 900);
      await killDesk(pick(places));
    }
  })();
  const hubs = (async () => {
    while (deaths.hub < KILLS) {
      await pause(200 + chance() * 900);
      await killHub();
    }
  })();
  const power = (async () => {
    while (postgres && deaths.postgres < RESTARTS) {
      await pause(1500 + chance() * 2000);
      await cutPower();
    }
  })();
  const cables = (async () => {
    while (!over) {
      const { cable } = pick(places);
      cable.pull();
      await pause(chance() * 2500);
      cable.mend();
      await pause(chance() * 2500);
    }
  })();
  await Promise.all([desks, hubs, power]);
  over = true;
  await Promise.all([...clerks, cables]);
}

/** The weather is fair again: everything must be everywhere, and soon. */
async function calm() {
  places.forEach(({ cable }) => ((cable.trouble = 0), cable.mend()));
  for (const { name, desk } of places) {
    await desk.call('hub.try_now');
    await until(`all of ${name} at the hub`, () => desk.call('hub.state'), (state) => state.waiting === 0 && state.line === 'connected');
  }
  const picture = async ({ desk }) => (await desk.rows('ticket.list', { filter: {} })).map((row) => `${row.number} ${row.subject} ${row.priority}`).sort();
  await until('the same at head office and in the shops', async () => {
    const [all, first, second] = await Promise.all(places.map(picture));
    const lines = new Set(all);
    return { head: all.length, shops: first.length + second.length, strange: [...first, ...second].filter((line) => !lines.has(line)).slice(0, 5) };
  }, ({ head, shops, strange }) => head === shops && strange.length === 0);
}

const counted = (names) => names.reduce((all, name) => all.set(name, (all.get(name) ?? 0) + 1), new Map());

async function told(place) {
  const customers = counted((await place.desk.rows('customer.list', { text: '', tags: [] })).map((row) => row.card.name));
  const rows = await place.desk.rows('ticket.list', { filter: {} });
  return { customers, tickets: counted(rows.map((row) => row.subject)), numbers: counted(rows.map((row) => row.number)) };
}

async function check() {
  const problems = [...broken];
  for (const { name, desk } of places) {
    const { refused } = await desk.call('hub.state');
    if (refused) problems.push(`${refused} changes of ${name} were refused`);
  }
  const seen = new Map();
  for (const place of places) seen.set(place, await told(place));
  for (const place of places) {
    const { customers, tickets, numbers } = seen.get(place);
    for (const [name, times] of [...customers, ...tickets, ...numbers]) if (times !== 1) problems.push(`${name} is ${times} times at ${place.name}`);
  }
  for (const { kind, name, place, ticket } of made) {
    for (const at of new Set([place, head])) {
      if (kind === 'note') {
        const { entries } = await at.desk.call('ticket.story', { id: ticket });
        const times = entries.filter((entry) => entry.message?.text === name).length;
        if (times !== 1) problems.push(`${name} is ${times} times at ${at.name}`);
      } else if (seen.get(at)[`${kind}s`].get(name) !== 1) problems.push(`${name} is not at ${at.name}`);
    }
  }
  return problems;
}

/** What one shop wrote must not be on the other's disk, in no page of its file; what it wrote itself must, or nobody looked. */
async function leaks() {
  const problems = [];
  for (const [place, other] of [[one, 'two'], [two, 'one']]) {
    await place.desk.kill('SIGKILL');
    if (place.desk.holds(`canary-${other}-`)) problems.push(`${place.name} has words of ${other} on its disk`);
    if (!place.desk.holds(`canary-${place.name}-`)) problems.push(`${place.name} has no words of its own on its disk: the look was blind`);
  }
  return problems;
}

async function journey() {
  await found();
  const began = Date.now();
  await storm();
  const stormed = Date.now();
  await calm();
  const problems = [...(await check()), ...(await leaks())];
  await head.desk.kill();
  const chains = places.map(({ desk }) => desk.zg('verify'));
  const weather = places.map(({ cable }) => cable.seen).reduce((all, seen) => (Object.entries(seen).forEach(([what, n]) => (all[what] = (all[what] ?? 0) + n)), all), {});
  console.log(`seed ${seed}: ${postgres ? 'PostgreSQL' : 'SQLite: PostgreSQL is not installed here'}, ${made.length} acknowledged writes, ${deaths.desk} desks and ${deaths.hub} hubs killed, ${deaths.postgres} power cuts of the database in ${Math.round((stormed - began) / 1000)} s; cables ${JSON.stringify(weather)}; calm after ${Math.round((Date.now() - stormed) / 1000)} s`);
  chains.forEach((chain, at) => console.log(`${places[at].name}: ${chain}`));
  if (made.length < 100) problems.push(`only ${made.length} writes prove nothing`);
  return problems;
}

async function tidy() {
  over = true;
  await Promise.all([hub, ...places.map(({ desk }) => desk)].map((program) => program.child && program.kill()));
  places.forEach(({ cable }) => cable.server && cable.close());
  try {
    postgres?.stop();
  } finally {
    if (!process.env.KEEP) [folder, postgres?.folder].forEach((at) => at && rmSync(at, { recursive: true, force: true }));
  }
}

await judged(seed, journey, tidy);
