// Head office and one shop at a hub, a ticket on both, and a cable that can be cut: what the demonstration shows and the
// browser's journey drives.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Cable, Desk, Hub, password, until } from './chain.mjs';

export const before = '电饭煲内胆脱层，想换新';
export const atHead = '电饭煲内胆脱层，先寄回检测';
export const atShop = '电饭煲内胆脱层，当场换新';

export class TwoDesks {
  password = password;

  constructor(folder, lang = 'zh') {
    mkdirSync(folder, { recursive: true });
    this.hub = new Hub(`sqlite:${join(folder, 'hub.db')}`);
    this.head = new Desk(join(folder, 'head'), { lang });
    this.shop = new Desk(join(folder, 'shop'), { lang });
    this.cables = [new Cable(() => this.hub.port), new Cable(() => this.hub.port)];
  }

  /** A chain with one ticket that both desks show. */
  async open() {
    const { hub, head, shop, cables } = this;
    head.zg('init', '--org', '青禾生活', '--shop-code', 'HZ01');
    hub.init();
    await Promise.all([hub.open(), ...cables.map((cable) => cable.open())]);
    await head.open();
    await head.signIn();
    const [first] = await head.call('shop.list');
    const place = `shop:${(first.shop ?? first).id}`;
    await head.call('hub.enrol', { url: cables[0].url, code: hub.invite('head-office', { headOffice: true, hears: [place] }), name: '总部' });
    await shop.open();
    await shop.call('setup.join', { url: cables[1].url, code: hub.invite(place), name: '一店柜台' });
    await until('the accounts at the shop', () => shop.signIn().then(() => true, () => false), Boolean);
    const customer = await shop.call('customer.create', { name: '林晓', phone: '13812345678', home_shop: (first.shop ?? first).id });
    const input = { subject: before, customer: customer.id, shop: (first.shop ?? first).id };
    this.ticket = await shop.call('ticket.create', input);
    await this.both((subject) => subject === before);
  }

  /** None while the desk has not heard of the ticket. */
  async subject(desk) {
    const found = await desk.call('ticket.list', { filter: {}, offset: 0, limit: 50 });
    return found.rows.find((row) => row.id === this.ticket.id)?.subject;
  }

  async both(wanted) {
    for (const desk of [this.head, this.shop]) await until('the subject', () => this.subject(desk), wanted);
  }

  /** The shop's cable is cut: what either writes now stays where it is. */
  async cut() {
    this.cables[1].pull();
    const { id } = this.ticket;
    await this.head.call('ticket.update', { id, subject: atHead });
    await this.shop.call('ticket.update', { id, subject: atShop });
    await this.shop.call('ticket.comment', { id, text: '顾客在店里等，先把样机给她用' });
  }

  /** The cable is whole again: both have both. */
  async mend() {
    this.cables[1].mend();
    await this.shop.call('hub.try_now');
    await until('nothing left to send', () => this.shop.call('hub.state'), (state) => state.waiting === 0 && state.line === 'connected');
    const last = await this.subject(this.shop);
    await this.both((subject) => subject === last && subject !== before);
    return last;
  }

  async stop() {
    await Promise.all([this.hub, this.head, this.shop].map((program) => program.child && program.kill()));
    this.cables.forEach((cable) => cable.server && cable.close());
  }
}
