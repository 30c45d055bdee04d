/** What a desk says of head office before it has one: the first run that joins, the page in the settings, and going out. */
import { startDesk } from './desk';
import { expect, expectAccessible, shoot, test, visit } from './fixtures';

/** Nobody listens there: port 9 of this machine. */
const nobody = 'http://127.0.0.1:9';

test('a first run that joins a chain says beside each field what is wrong, and leads back', async ({ page }) => {
  const fresh = await startDesk({ sample: false });
  try {
    await page.goto(fresh.url);
    await expect(page.getByRole('heading', { name: '这台机器怎么用' })).toBeVisible();
    await expectAccessible(page);
    await shoot(page, 'wizard-way');
    await page.getByRole('button', { name: /接入已有的总部/ }).click();
    await page.getByLabel('总部的地址').fill('hub.example.com');
    await page.getByLabel('注册码').fill('abc');
    await page.keyboard.press('Enter');
    await expect(page.getByText('要 10 个字母或数字')).toBeVisible();
    await expectAccessible(page);
    await shoot(page, 'wizard-join-wrong');
    await page.getByLabel('总部的地址').fill(nobody);
    await page.getByLabel('注册码').fill('tgnyz-wp3g7');
    await page.getByLabel('这台机器叫什么').fill('一店柜台');
    await page.getByRole('button', { name: '接入总部' }).click();
    await expect(page.getByText(/连不上总部/)).toBeVisible();
    await expect(page.getByLabel('总部的地址')).toHaveAttribute('aria-invalid', 'true');
    await shoot(page, 'wizard-join-silent', { small: true });
    await page.getByRole('button', { name: '上一步' }).click();
    await page.getByRole('button', { name: /新建一家连锁/ }).click();
    await expect(page.getByLabel('公司或品牌名')).toBeVisible();
  } finally {
    await fresh.stop();
  }
});

test('a desk with data of its own is let into a chain in the settings, where a silent address is said beside its field', async ({ desktop: page }) => {
  await visit(page, 'settings/sync');
  await expectAccessible(page);
  await page.getByLabel('总部的地址').fill(nobody);
  await page.getByLabel('注册码').fill('tgnyz-wp3g7');
  await page.getByLabel('这台机器叫什么').fill('总部');
  await page.getByRole('button', { name: '接入总部' }).click();
  await expect(page.getByText(/连不上总部/)).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'settings-sync');
  await expect(page.getByRole('status').filter({ hasText: '仅本机' })).toBeVisible();
});

test('a desk without a hub has no queue to open, and nobody is asked on going out', async ({ desktop: page }) => {
  await visit(page, 'tickets');
  await page.keyboard.press('g');
  await page.keyboard.press('q');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: /的菜单/ }).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await expect(page.getByRole('heading', { name: '登录' })).toBeVisible();
});
