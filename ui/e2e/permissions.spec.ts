/** What a clerk sees and does not see, and what is written down when someone looks closer. */
import { expect, settled, signIn, test, visit, type Page } from './fixtures';

const clerk = 'linxiaowen';
const whole = /1[3-9]\d{9}/;
const customer = '吴建国';

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /的菜单/ }).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await expect(page.getByRole('heading', { name: '登录' })).toBeVisible();
}

async function openCard(page: Page, name: string): Promise<void> {
  await visit(page, 'customers');
  await page.getByRole('searchbox', { name: '找顾客' }).fill(name);
  await page.getByRole('option').filter({ hasText: name }).first().click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

test('a clerk is offered the own settings only, and an address of another part leads nowhere', async ({ page, desk }) => {
  await signIn(page, desk, clerk);
  await visit(page, 'settings');
  const parts = page.getByRole('navigation', { name: '设置的各处' });
  await expect(parts.getByRole('link', { name: '我的' })).toBeVisible();
  for (const part of ['公司与安全', '门店', '同事', '角色', '工单类型', '承诺与日历', '知识分类', '审计']) await expect(parts.getByRole('link', { name: part })).toHaveCount(0);
  for (const part of ['staff', 'roles', 'audit', 'organisation']) {
    await visit(page, `settings/${part}`);
    await expect(page.getByText('没有这一处设置')).toBeVisible();
  }
  await expect(desk.ask('staff.list', {}, clerk)).rejects.toThrow('forbidden');
  await expect(desk.ask('audit.list', { staff: null, action: null, after: null, before: null, offset: 0, limit: 1 }, clerk)).rejects.toThrow('forbidden');
});

test('a clerk works in one shop: no other shop to choose, no conversation or ticket of one, and no way to hand a conversation to others', async ({ page, desk }) => {
  await signIn(page, desk, clerk);
  await settled(page);
  await expect(page.getByRole('banner')).toContainText('杭州滨江店');
  await expect(page.getByRole('banner').getByRole('button', { name: /杭州滨江店/ })).toHaveCount(0);
  await visit(page, 'tickets');
  const numbers = page.getByRole('gridcell').filter({ hasText: /^[A-Z]{2}\d{2}[0-9A-Z]*-\d+$/ });
  await expect(numbers.first()).toBeVisible();
  for (const number of await numbers.allTextContents()) expect(number).toMatch(/^HZ02/);
  const every = await desk.ask('conversation.list', { view: 'all', channel: null, saved: null, text: '', unread_only: false, sort: null, offset: 0, limit: 200 }, clerk);
  expect(new Set(every.rows.map((row) => row.shop?.code))).toEqual(new Set(['HZ02']));

  await visit(page, 'inbox');
  await page.getByRole('option').first().click();
  await page.getByRole('button', { name: '转给', exact: true }).click();
  await expect(page.getByText('转给别人要由有「分派」权限的人来做')).toBeVisible();
});

test('a phone number is masked until asked for, and each look stands in the audit trail under the clerk who looked', async ({ page, desk, browser }) => {
  await signIn(page, desk, clerk);
  await openCard(page, customer);
  await expect(page.locator('body')).not.toContainText(whole);
  await page.getByRole('button', { name: '看电话，会留下记录' }).click();
  await expect(page.getByRole('complementary', { name: '资料' })).toContainText(whole);
  await page.getByRole('button', { name: '遮住电话' }).click();
  await expect(page.locator('body')).not.toContainText(whole);

  // An administrator may not read the trail and an auditor cannot sign in yet: the one lets the other in.
  await signOut(page);
  await signIn(page, desk);
  await visit(page, 'settings/audit');
  await expect(page.getByText('没有这一处设置')).toBeVisible();
  await visit(page, 'settings/staff');
  await page.getByRole('searchbox', { name: '找同事' }).fill('郑国栋');
  await page.getByRole('option').filter({ hasText: '郑国栋' }).click();
  await page.getByRole('button', { name: '给一次性密码' }).click();
  await page.getByRole('button', { name: '作废旧密码，给新的' }).click();
  const secret = (await page.getByRole('status', { name: '一次性密码' }).textContent()) ?? '';
  expect(secret).not.toBe('');

  const auditor = await browser.newPage();
  await auditor.goto(desk.url);
  await auditor.getByLabel('账号', { exact: true }).fill('zhengguodong');
  await auditor.getByLabel('密码', { exact: true }).fill(secret);
  await auditor.getByRole('button', { name: '登录', exact: true }).click();
  await auditor.getByLabel('现在的密码').fill(secret);
  await auditor.getByLabel('新密码', { exact: true }).fill('Ginkgo-Audit-2026');
  await auditor.getByLabel('再输一遍新密码').fill('Ginkgo-Audit-2026');
  await auditor.getByRole('button', { name: '换上' }).click();
  await visit(auditor, 'settings/audit');
  await expect(auditor.getByText('记录完整，没被改过')).toBeVisible();
  const looks = auditor.getByRole('option').filter({ hasText: '看完整信息' });
  await expect(looks.first()).toContainText('林晓雯');
  await expect(looks.first()).toContainText(customer);
  await expect(auditor.locator('body')).not.toContainText(whole);
  await auditor.close();
});

async function setPin(page: Page, password: string, pin: string): Promise<void> {
  await page.getByRole('button', { name: /的菜单/ }).click();
  await page.getByRole('menuitem', { name: '设 PIN 码' }).click();
  const sheet = page.getByRole('dialog', { name: '设 PIN 码' });
  await sheet.getByLabel('现在的密码').fill(password);
  await sheet.getByLabel('新 PIN 码，6 位数字').fill(pin);
  await sheet.getByRole('button', { name: '换上' }).click();
  await expect(sheet).toBeHidden();
}

test('a shared till is locked, refuses a wrong PIN and is handed to a colleague by theirs', async ({ page, desk }) => {
  await signIn(page, desk, clerk);
  await setPin(page, desk.password, '480726');
  await signOut(page);
  await signIn(page, desk);
  await setPin(page, desk.password, '913570');

  await page.keyboard.press('Control+Shift+L');
  await expect(page.getByRole('dialog', { name: '周明远，已锁屏' })).toBeVisible();
  await page.getByRole('button', { name: '换个人' }).click();
  const sheet = page.getByRole('dialog', { name: '换人值守' });
  await sheet.getByRole('button', { name: '林晓雯' }).click();
  await sheet.getByLabel('林晓雯 的 PIN 码').fill('000001');
  await sheet.getByRole('button', { name: '换成林晓雯' }).click();
  await expect(sheet.getByRole('alert')).toBeVisible();
  await sheet.getByLabel('林晓雯 的 PIN 码').fill('480726');
  await sheet.getByRole('button', { name: '换成林晓雯' }).click();
  await expect(page.getByRole('button', { name: '林晓雯 的菜单' })).toBeVisible();
  await visit(page, 'settings');
  await expect(page.getByRole('link', { name: '同事' })).toHaveCount(0);

  await page.keyboard.press('Control+Shift+L');
  await page.getByLabel('密码或 PIN 码').fill('480726');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: /已锁屏/ })).toBeHidden();
});
