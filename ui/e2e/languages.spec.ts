/** Every screen in both languages: whole sentences, nothing left in the other one, nothing sticking out, readable for all in light and dark. */
import { expect, settled, test, violationsOf, wear, type Page } from './fixtures';
import { leave, screens } from './screens';
import { Sent, stickingOut, unspoken, untranslated } from './wording';

/** Softly, so that one run names everything that is wrong. */
async function look(page: Page, sent: Sent, name: string): Promise<void> {
  expect.soft(await unspoken(page, sent), `${name}: words that are missing`).toEqual([]);
  expect.soft(await stickingOut(page), `${name}: what does not fit`).toEqual([]);
  expect.soft(await violationsOf(page), `${name}: what is not accessible`).toEqual([]);
}

for (const [room, shown] of Object.entries(screens)) {
  test(`the screens of ${room} speak one language at a time, fit a small window and are accessible in light and dark`, async ({ desktop: page, desk }) => {
    test.setTimeout(300_000);
    const sent = new Sent(page);
    await page.reload();
    for (const { name, open } of shown) {
      await test.step(name, async () => {
        await open(page, desk);
        await settled(page);
        await look(page, sent, name);
        await wear(page, { lang: 'en', theme: 'dark' });
        await settled(page);
        await look(page, sent, `${name} in English`);
        expect.soft(await untranslated(page, sent), `${name}: Chinese left in English`).toEqual([]);
        await wear(page, { lang: 'zh', theme: 'light' });
        await settled(page);
        await leave(page);
      });
    }
  });
}
