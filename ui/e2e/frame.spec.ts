import { expect, expectAccessible, settled, shoot, signIn, startDesk, test, wear } from './fixtures';

test('a wrong password is refused in words, the right one opens the desk and the token leaves the address', async ({ page, desk }) => {
  await page.goto(desk.url);
  expect(page.url()).not.toContain('token');
  await page.getByLabel('账号', { exact: true }).fill(desk.account);
  await page.getByLabel('密码', { exact: true }).fill('not-the-password-1');
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'sign-in');
  await signIn(page, desk);
});

test('the frame is reachable by keyboard and clean for axe in both themes', async ({ desktop: page }) => {
  await settled(page);
  await expectAccessible(page);
  await wear(page, { theme: 'dark' });
  await expectAccessible(page);
  await wear(page, { theme: 'light' });
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '跳到内容' })).toBeFocused();
  await page.getByRole('button', { name: /仅本机/ }).click();
  await expect(page.getByText('仅本机，未连总部')).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'sync-sheet');
});

test('Ctrl K finds commands and records, ? lists the keys, letters rest under both', async ({ desktop: page }) => {
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: '命令和搜索' });
  await expect(box).toBeFocused();
  await expectAccessible(page);
  await shoot(page, 'palette');
  await box.fill('dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.keyboard.press('d');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: '快捷键' })).toBeVisible();
  await page.keyboard.press('d');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expectAccessible(page);
  await shoot(page, 'shortcuts');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('a locked screen gives nothing away and opens with the password where it was left', async ({ desktop: page, desk }) => {
  const place = page.url();
  await page.keyboard.press('Control+Shift+L');
  const lock = page.getByRole('dialog', { name: /已锁屏/ });
  await expect(lock).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'lock');
  await expect(page.locator('[inert] nav')).toHaveCount(1);
  await page.getByLabel('密码或 PIN 码').fill('wrong-one-1');
  await page.keyboard.press('Enter');
  await expect(lock.getByRole('alert')).toBeVisible();
  await page.getByLabel('密码或 PIN 码').fill(desk.password);
  await page.keyboard.press('Enter');
  await expect(lock).toBeHidden();
  expect(page.url()).toBe(place);
});

test('signing out and reloading leaves nothing of the person behind', async ({ desktop: page }) => {
  await page.getByRole('button', { name: /的菜单/ }).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await expect(page.getByRole('heading', { name: '登录' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: '登录' })).toBeVisible();
});

test('a first run asks for company, shop and administrator, then opens', async ({ page }) => {
  const fresh = await startDesk({ sample: false });
  try {
    await page.goto(fresh.url);
    await page.getByRole('button', { name: /新建一家连锁/ }).click();
    await page.getByLabel('公司或品牌名').fill('青禾生活');
    await expectAccessible(page);
    await shoot(page, 'wizard-organisation');
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByLabel('店名').fill('杭州滨江店');
    await page.getByLabel('店号').fill('hz01');
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByLabel('姓名').fill('林晓雯');
    await page.getByLabel('账号').fill('linxw');
    await page.getByLabel('密码', { exact: true }).fill('short');
    await page.getByRole('button', { name: '下一步' }).click();
    await expect(page.getByRole('heading', { name: '第一位管理员' })).toBeVisible();
    await page.getByLabel('密码', { exact: true }).fill('Ginkgo-Tea-2026');
    await page.getByLabel('再输一遍密码').fill('Ginkgo-Tea-2026');
    await expectAccessible(page);
    await shoot(page, 'wizard-admin');
    await page.getByRole('button', { name: '下一步' }).click();
    await shoot(page, 'wizard-check');
    await page.getByRole('button', { name: '开张' }).click();
    await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible();
    await page.getByRole('button', { name: /的菜单/ }).click();
    await page.getByRole('menuitem', { name: '退出登录' }).click();
    await signIn(page, { ...fresh, account: 'linxw', password: 'Ginkgo-Tea-2026' });
  } finally {
    await fresh.stop();
  }
});
