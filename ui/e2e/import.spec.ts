/** Files people have become knowledge and customers: seen first, kept once, each refusal with its reason. */
import { csv, docx, folder, text, xlsx, type GivenFile } from './files';
import { caughtUp, expect, expectAccessible, settled, test, visit, type Page } from './fixtures';

const washing = '---\ncategory: 售后政策\n---\n# 滤网怎么洗\n\n加湿器滤网每周用清水冲一遍，不用洗洁精，晾干再装回去。水垢多的先泡柠檬酸半小时。\n';
const given: readonly GivenFile[] = [
  text('滤网清洗.md', washing, 'text/markdown'),
  docx('备用机.docx', ['# 维修时借备用机', '维修超过 3 天的，店里可以借一台备用机，押会员卡，不收押金，取回时当面验机。']),
  xlsx('常见问题.xlsx', [['问题', '答案', '分类'], ['银杏杯能进洗碗机吗', '能，放上层，温度别超过 65 度。', '产品'], ['银杏杯盖漏水怎么办', '密封圈反了，翻过来再盖。', '产品']]),
  csv('门店问答.csv', [['问题', '答案'], ['银杏会员日是哪天', '每月 18 号，全店双倍积分。']]),
];
const lying: GivenFile = { name: '价目表.docx', mimeType: 'application/octet-stream', buffer: Buffer.from('%PDF-1.7\n%not a word document\n') };
const unknown = text('安装包.exe', 'MZ');
const titles = ['滤网怎么洗', '维修时借备用机', '银杏杯能进洗碗机吗', '银杏杯盖漏水怎么办', '银杏会员日是哪天'];

const chooser = (page: Page) => page.locator('input[type="file"][accept*=".md"]');
const found = (page: Page) => page.getByRole('listbox', { name: '读出来的知识' }).getByRole('option');

async function give(page: Page, files: readonly GivenFile[]): Promise<void> {
  await visit(page, 'knowledge/import');
  await chooser(page).setInputFiles([...files]);
  await expect(page.getByRole('list', { name: '文件' })).toBeVisible();
}

test('documents are read, previewed, kept and published; a file that lies about its type is named and the others go on', async ({ desktop: page, desk }) => {
  await give(page, [...given, lying, unknown]);
  const files = page.getByRole('list', { name: '文件' }).getByRole('listitem');
  await expect(files.filter({ hasText: '常见问题.xlsx' })).toContainText('2 篇');
  await expect(files.filter({ hasText: '价目表.docx' })).toContainText('文件名是 .docx，里面其实是 PDF');
  await expect(files.filter({ hasText: '安装包.exe' })).toContainText('不认得 .exe');
  await expect(found(page)).toHaveCount(titles.length);
  for (const title of titles) await expect(found(page).filter({ hasText: title })).toContainText('新的');
  await found(page).filter({ hasText: '维修时借备用机' }).click();
  await expect(page.getByRole('region', { name: '预览' })).toContainText('押会员卡，不收押金');

  await page.getByRole('checkbox', { name: '收下就发布' }).check();
  await page.getByRole('button', { name: `收下 ${titles.length} 篇` }).click();
  await expect(page.getByText(`新增 ${titles.length}`)).toBeVisible();
  await page.getByRole('button', { name: '去看知识' }).click();
  await caughtUp(desk);
  await page.getByRole('searchbox', { name: '搜知识' }).fill('银杏杯能进洗碗机吗');
  await page.getByRole('option', { name: /银杏杯能进洗碗机吗/ }).click();
  await expect(page.getByRole('heading', { name: '银杏杯能进洗碗机吗' })).toBeVisible();
  await expect(page.getByText('放上层，温度别超过 65 度').last()).toBeVisible();

  const [first] = await desk.ask('knowledge.search', { text: '加湿器滤网怎么洗', category: null, newest_first: false, limit: 5 });
  expect(first?.article).toMatchObject({ title: '滤网怎么洗', state: 'published', version: 1 });
});

test('the same file again brings nothing new, and a changed one becomes a new version of the same article', async ({ desktop: page, desk }) => {
  const file = (often: string) => text('滤芯保养.md', `# 滤芯多久换一次\n\n银杏滤芯${often}换一次，到期前七天小程序会提醒，换下来的带到店里回收，抵十元。\n`, 'text/markdown');
  const held = () => desk.ask('knowledge.list', { category: null, state: null, offset: 0, limit: 1 });
  const best = async () => (await desk.ask('knowledge.search', { text: '银杏滤芯多久换一次', category: null, newest_first: false, limit: 5 }))[0]?.article;
  const keep = async () => {
    await page.getByRole('checkbox', { name: '收下就发布' }).check();
    await page.getByRole('button', { name: '收下 1 篇' }).click();
  };
  await give(page, [file('半年')]);
  await keep();
  await expect(page.getByText('新增 1')).toBeVisible();
  const before = (await held()).total;
  await page.getByRole('button', { name: '再导一批' }).click();

  await chooser(page).setInputFiles([file('半年')]);
  await expect(page.getByText('没有新的，也没有改动')).toBeVisible();
  await page.getByRole('button', { name: '换文件' }).click();

  await chooser(page).setInputFiles([file('三个月')]);
  await expect(found(page)).toHaveCount(1);
  await expect(found(page)).toContainText('有改动');
  await keep();
  await expect(page.getByText('更新 1')).toBeVisible();
  await caughtUp(desk);
  expect(await best()).toMatchObject({ title: '滤芯多久换一次', version: 2 });
  expect((await held()).total).toBe(before);
});

test('a folder is placed, compared and asked: a repeat, a contradiction and questions are shown before anything is kept', async ({ desktop: page, desk }) => {
  await visit(page, 'knowledge/import');
  await page.locator('input[type="file"][webkitdirectory]').setInputFiles(folder());
  await expect(page.getByRole('status').filter({ hasText: '都看过了' })).toBeVisible({ timeout: 60_000 });
  const files = page.getByRole('list', { name: '文件' }).getByRole('listitem');
  await expect(files.filter({ hasText: '一模一样，只读一次' })).toHaveCount(1);
  await expect(files.filter({ hasText: '坏了.docx' })).toContainText('文件坏了');

  const reworked = found(page).filter({ hasText: '未拆封退换新规' });
  await expect(reworked).toContainText('矛盾');
  await expect(reworked).toContainText('重复');
  await reworked.click();
  const preview = page.getByRole('region', { name: '预览' });
  const clashes = preview.getByRole('region', { name: '和别处说的不一样' });
  await expect(clashes.locator('mark').filter({ hasText: '15 天' }).first()).toBeVisible();
  await expect(clashes.getByRole('link', { name: '已发布「门店购买未拆封退换」' }).first()).toBeVisible();
  await preview.getByRole('region', { name: '已经有差不多的' }).getByRole('listitem').filter({ hasText: '门店购买未拆封退换' }).getByRole('button', { name: '存成它的新版' }).click();
  await expectAccessible(page);

  await page.getByText('只看要看的').click();
  await expect(found(page).filter({ hasText: '未拆封退换新规' })).toBeVisible();
  await page.getByText('只看要看的').click();
  await found(page).filter({ hasText: '借用' }).click();
  const asked = preview.getByRole('region', { name: '能回答的问题' });
  await expect(asked).toContainText('押金');
  await asked.getByRole('listitem').first().getByText('单独成篇').click();
  await page.getByRole('listbox', { name: '读出来的知识' }).focus();
  await page.keyboard.press('x');
  await expect(found(page).filter({ hasText: '借用' })).not.toContainText('要收');
  await page.keyboard.press('x');

  await page.getByRole('button', { name: /^收下 \d+ 篇$/ }).click();
  await expect(page.getByText('更新 1')).toBeVisible();
  const drafts = await desk.ask('knowledge.list', { category: null, state: 'draft', offset: 0, limit: 100 });
  expect(drafts.rows.some(({ title }) => title.includes('押金'))).toBe(true);
});

const people = csv('老会员.csv', [
  ['称呼', '联系方式', '卡号', '备注一栏'],
  ['欧阳银杏', '13900001234', 'YX-0001', '介绍过三位朋友'],
  ['司徒白果', '+86 139-0000-1235', 'YX-0002', ''],
  ['上官没号', '12', 'YX-0003', ''],
]);

/** Matches one of our fields to a column of the table. */
async function match(page: Page, field: string, column: string): Promise<void> {
  await page.getByRole('combobox', { name: field, exact: true }).click();
  await page.locator('.ant-select-dropdown:visible').getByTitle(column, { exact: true }).click();
}

async function importPeople(page: Page): Promise<void> {
  await visit(page, 'customers');
  await page.getByRole('button', { name: '更多' }).click();
  await page.getByRole('menuitem', { name: '从表格导入' }).click();
  const sheet = page.getByRole('dialog', { name: '从表格导入' });
  await sheet.locator('input[type="file"]').setInputFiles(people);
  await expect(sheet.getByText('列对上了没有')).toBeVisible();
}

test('customers come from a table with columns of its own names; a bad row is told with its number and a second time makes no second card', async ({ desktop: page, desk }) => {
  await importPeople(page);
  const sheet = page.getByRole('dialog', { name: '从表格导入' });
  await expect(sheet.getByRole('region', { name: '先看前 3 行' })).toContainText('司徒白果');
  await match(page, '姓名', '称呼');
  await match(page, '手机', '联系方式');
  await match(page, '会员号', '卡号');
  await match(page, '备注', '备注一栏');
  await sheet.getByRole('button', { name: '导入 3 行' }).click();
  await expect(sheet.getByText('新增 2')).toBeVisible();
  await expect(sheet.getByRole('listitem').filter({ hasText: '「12」不像电话号码' })).toBeVisible();
  await sheet.getByRole('button', { name: '好了' }).click();
  const box = page.getByRole('searchbox', { name: '找顾客' });
  await caughtUp(desk);
  await box.fill('oyyx');
  await expect(page.getByRole('option')).toHaveCount(1);
  await expect(page.getByRole('option')).toContainText('139****1234');
  await box.clear();

  await importPeople(page);
  await match(page, '姓名', '称呼');
  await match(page, '手机', '联系方式');
  await match(page, '会员号', '卡号');
  await match(page, '备注', '备注一栏');
  await sheet.getByRole('button', { name: '导入 3 行' }).click();
  await expect(sheet.getByText('没动 2')).toBeVisible();
  await sheet.getByRole('button', { name: '好了' }).click();
  await settled(page);
  await caughtUp(desk);
  expect((await desk.ask('customer.find', { text: '司徒白果', limit: 5 })).length).toBe(1);
});
