/** Pictures of every screen and state, in both languages, themes and sizes, for people to look at. */
import { expect, settled, shoot, signIn, test, visit } from './fixtures';
import { leave, screens } from './screens';

for (const [room, shown] of Object.entries(screens)) {
  test(`the screens of ${room} are drawn and photographed`, async ({ desktop: page, desk }) => {
    test.setTimeout(300_000);
    for (const { name, open } of shown) {
      await test.step(name, async () => {
        await open(page, desk);
        await settled(page);
        await shoot(page, name, { small: room === 'settings' });
        await leave(page);
      });
    }
  });
}

test('when the program behind the page ends, the page says so, keeps what it shows and what was written, and serves again afterwards', async ({ page, desk }) => {
  await signIn(page, desk, 'linxiaowen');
  await visit(page, 'inbox');
  await page.getByRole('option').filter({ hasText: '周敏' }).first().click();
  await expect(page.getByRole('log').getByRole('article').first()).toBeVisible();
  const said = await page.getByRole('log').getByRole('article').first().textContent();
  await page.keyboard.press('r');
  await page.keyboard.type('您好，锅带过来就行，');
  await desk.closed(async () => {
    await page.keyboard.type('不用盒子。');
    await expect(page.getByRole('status').filter({ hasText: '连不上本机的掌柜' })).toBeVisible();
    await expect(page.getByRole('button', { name: '现在重连' })).toBeVisible();
    await expect(page.getByRole('log').getByRole('article').first()).toHaveText(said ?? '');
    await expect(page.getByRole('textbox', { name: '写回复顾客' })).toHaveText('您好，锅带过来就行，不用盒子。');
    await shoot(page, 'unreachable');
  });
  await signIn(page, desk, 'linxiaowen');
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible();
});
