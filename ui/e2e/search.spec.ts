/** One box finds everything one may see, however it is written. */
import { expect, signIn, test, visit, type Desk, type Page } from './fixtures';

const anyTicket = {
  text: '', states: [], priorities: [], channels: [], kinds: [], shops: [], departments: [], assignee: null, watching: false, tags: [], customer: null,
  opened_after: null, opened_before: null, resolved_after: null, due_soon: false, live_only: false, sort: 'newest' as const,
};
const known = '吴建国';

async function ask(page: Page, text: string): Promise<void> {
  const box = page.getByRole('combobox', { name: '命令和搜索' });
  if (!(await box.isVisible())) await page.keyboard.press('Control+k');
  await box.fill(text);
}

const found = (page: Page, kind: string) => page.getByRole('listbox', { name: '命令和搜索' }).getByRole('group', { name: kind }).getByRole('option');

async function tailOf(desk: Desk, name: string): Promise<string> {
  const [row] = await desk.ask('customer.find', { text: name, limit: 1 });
  expect(row?.card.name).toBe(name);
  return (row?.card.phone ?? '').slice(-4);
}

test('a customer is found by initials, whole pinyin, Traditional characters and the end of the phone number, with what matched marked', async ({ desktop: page, desk }) => {
  for (const text of ['wjg', 'wujianguo', '吳建國']) {
    await ask(page, text);
    const line = found(page, '顾客').filter({ hasText: known }).first();
    await expect(line.locator('mark')).toHaveText(known);
  }
  const tail = await tailOf(desk, known);
  await ask(page, tail);
  const line = found(page, '顾客').filter({ hasText: known });
  await expect(line.locator('mark')).toHaveText(tail);
  await line.click();
  await expect(page.getByRole('heading', { name: known, level: 1 })).toBeVisible();
});

test('a ticket is found by its number and opened by Enter', async ({ desktop: page, desk }) => {
  const [row] = (await desk.ask('ticket.list', { filter: anyTicket, offset: 0, limit: 1 })).rows;
  const number = row?.number ?? '';
  await ask(page, number.toLowerCase());
  const line = found(page, '工单').first();
  await expect(line).toContainText(row?.subject ?? number);
  await expect(line.locator('mark').first()).toHaveText(number);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: number })).toBeVisible();
});

test('Traditional, full-width and ordinary writing find the same knowledge, and the matching words are on the highlight ground', async ({ desktop: page }) => {
  await visit(page, 'knowledge');
  const box = page.getByRole('searchbox', { name: '搜知识' });
  const rows = page.getByRole('listbox', { name: '知识列表' }).getByRole('option');
  for (const text of ['換新要帶盒子嗎', '换新要带盒子吗']) {
    await box.fill(text);
    const line = rows.filter({ hasText: '小家电换新细则' }).first();
    await expect(line.locator('mark').first()).toBeVisible();
  }
  for (const text of ['ＡＦ－５２０　涂层', 'af-520 涂层', 'AF520 塗層']) {
    await box.fill(text);
    await expect(rows.first()).toContainText(/AF-520|空气炸锅/);
    await expect(rows.first().locator('mark').first()).toBeVisible();
  }
  await box.fill('魑魅魍魉');
  await expect(page.getByText('没有找到「魑魅魍魉」')).toBeVisible();
});

test('a clerk finds what is of the own shop, and nothing of another one, not even by its number', async ({ page, desk }) => {
  const shops = await desk.ask('shop.list', {});
  const oneIn = async (code: string) => {
    const shop = shops.find((each) => each.code === code)?.id ?? '';
    const [row] = (await desk.ask('ticket.list', { filter: { ...anyTicket, shops: [shop] }, offset: 0, limit: 1 })).rows;
    return row?.number ?? `none in ${code}`;
  };
  const [own, others] = [await oneIn('HZ02'), await oneIn('SH01')];
  await signIn(page, desk, 'linxiaowen');
  await ask(page, own);
  await expect(found(page, '工单').filter({ hasText: own })).toHaveCount(1);
  const answered = page.waitForResponse((response) => response.url().endsWith('/call/search.find') && (response.request().postData() ?? '').includes(others));
  await ask(page, others);
  expect(await (await answered).text()).not.toContain(`"${others}"`);
  await expect(found(page, '工单').filter({ hasText: others })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await visit(page, `tickets/${others}`);
  await expect(page.getByText('没有这一单')).toBeVisible();
});
