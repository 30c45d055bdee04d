/** Two desks, a hub and a cable that is cut: both change one ticket, both see what came of it, and one click settles it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TwoDesks, atHead, atShop, before } from '../../tests/journeys/two-desks.mjs';
import { expect, expectAccessible, shoot, signIn, test, visit, type Page } from './fixtures';

/** Everything runs on this machine, but a line that comes back is tried again only after a moment. */
const soon = { timeout: 60_000 };

async function atTicket(page: Page, chain: TwoDesks, at: { url: string }): Promise<void> {
  await signIn(page, { url: at.url, account: 'admin', password: chain.password });
  await visit(page, `tickets/${chain.ticket.number}`);
  await expect(page.getByText(before).first()).toBeVisible(soon);
}

async function conflicts(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('q');
  await page.getByRole('tab', { name: /两边都改过/ }).click();
}

test('a cut cable shows what waits; mended, both desks agree and the other value is one click away', async ({ page, browser }) => {
  test.setTimeout(240_000);
  const folder = await mkdtemp(join(tmpdir(), 'zhanggui-cable-'));
  const chain = new TwoDesks(folder);
  try {
    await chain.open();
    const other = await (await browser.newContext()).newPage();
    await atTicket(page, chain, chain.shop);
    await atTicket(other, chain, chain.head);

    await chain.cut();
    await expect(page.getByText(atShop).first()).toBeVisible(soon);
    await expect(other.getByText(atHead).first()).toBeVisible(soon);
    await expect(page.getByRole('button', { name: /待发|离线|断线/ }).first()).toBeVisible(soon);
    await shoot(page, 'cable-cut');

    const stands = await chain.mend();
    const lost = stands === atShop ? atHead : atShop;
    for (const each of [page, other]) {
      await expect(each.getByText(stands).first()).toBeVisible(soon);
      await conflicts(each);
      await expect(each.getByRole('dialog').getByText(lost).first()).toBeVisible(soon);
    }
    await expectAccessible(page);
    await shoot(page, 'cable-conflict');

    await page.getByRole('dialog').getByRole('button', { name: '换回这一个' }).click();
    for (const each of [page, other]) {
      await expect(each.getByRole('dialog').getByText('没有要定的')).toBeVisible(soon);
      await each.keyboard.press('Escape');
      await expect(each.getByText(lost).first()).toBeVisible(soon);
    }
    await other.context().close();
  } finally {
    await chain.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
