/** What the desk notices beside a conversation, by words alone as on a machine without models, and what one key makes of it. */
import { expect, expectAccessible, settled, test, visit, type Desk, type Page } from './fixtures';

/** A conversation of its own: what the sample has open, and in which order, depends on the time of day. */
async function thread(page: Page, desk: Desk, words: string): Promise<void> {
  const { rows } = await desk.ask('customer.list', { text: '', tags: [], tier: null, shop: null, offset: 0, limit: 1 });
  const customer = rows[0]?.card.id ?? null;
  // In a shop: without one every clerk of the other journeys would see it.
  const shop = (await desk.ask('shop.list', {})).find((one) => one.code === 'HZ01')?.id ?? null;
  const { id } = await desk.ask('conversation.open', { customer, channel: 'counter', shop, subject: '', text: words });
  await visit(page, `inbox/open/${id}`);
  await expect(page.getByRole('log').getByRole('article').first()).toBeVisible();
}

const strip = (page: Page) => page.getByRole('region', { name: '小二看到的' });

test('what the customer wants is seen, the answer is one key away, and the ticket begins filled in', async ({ desktop: page, desk }) => {
  await thread(page, desk, '上周买的锅起泡了，15 天内坏了是不是直接换新？');
  await expect(strip(page)).toContainText('想换货');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('y');
  const box = page.getByRole('textbox', { name: '写回复顾客' });
  await expect(box).not.toBeEmpty();
  expect((await box.innerText()).trim().length).toBeGreaterThan(8);
  await page.keyboard.press('Escape');
  await page.keyboard.press('t');
  await expect(page.getByText('按对话先填好了，改了算您的')).toBeVisible();
  await expect(page.getByRole('form', { name: '建工单' })).toContainText('换货');
});

test('an intent is taught in the settings and recognised at once', async ({ desktop: page }) => {
  await visit(page, 'settings/intents');
  await page.getByRole('button', { name: /^新意图/ }).click();
  await page.getByRole('textbox', { name: '名字' }).fill('问宠物用品');
  await page.getByRole('textbox', { name: '顾客会怎么说' }).fill('有猫砂盆吗\n狗粮在哪里卖\n宠物饮水机多少钱\n猫爬架有货吗');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('记住了：问宠物用品')).toBeVisible();
  await settled(page);
  await page.getByRole('searchbox', { name: '试一句' }).fill('你们卖猫砂和狗粮吗');
  await expect(page.getByRole('status').filter({ hasText: '问宠物用品' })).toBeVisible();
  await page.getByRole('searchbox', { name: '试一句' }).fill('好的谢谢，再见');
  await expect(page.getByRole('status').filter({ hasText: '都不像' })).toBeVisible();
});
