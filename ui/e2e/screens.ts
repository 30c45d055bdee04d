/** Every screen and state worth showing, and how to come to it. Opened in Chinese, from any other screen. */
import { docx, folder, text, xlsx } from './files';
import { expect, settled, visit, type Desk, type Page } from './fixtures';

export interface Screen {
  name: string;
  open: (page: Page, desk: Desk) => Promise<void>;
}

const at = (name: string, place: string): Screen => ({ name, open: (page) => visit(page, place) });
const options = (page: Page, list: string) => page.getByRole('listbox', { name: list }).getByRole('option');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Opens a thread that waits. */
async function thread(page: Page, name: string): Promise<void> {
  await visit(page, 'inbox/open');
  await options(page, '会话列表').filter({ hasText: name }).first().click();
  await expect(page.getByRole('log').getByRole('article').first()).toBeVisible();
}

async function write(page: Page, words: string): Promise<void> {
  await page.keyboard.press('r');
  await expect(page.getByRole('textbox', { name: '写回复顾客' })).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(words);
}

async function firstTicket(page: Page): Promise<void> {
  await visit(page, 'tickets');
  await page.getByRole('row').filter({ hasText: '周敏' }).first().click();
  await expect(page).toHaveURL(/#\/tickets\/[0-9a-f-]{36}/);
  await settled(page);
}

async function sheet(page: Page, name: string | RegExp): Promise<void> {
  await expect(page.getByRole('dialog', { name })).toBeVisible();
}

const inbox: readonly Screen[] = [
  at('inbox-empty', 'inbox/snoozed'),
  { name: 'inbox', open: (page) => thread(page, '周敏') },
  { name: 'inbox-knowledge', open: async (page) => { await thread(page, '周敏'); await page.keyboard.press('['); await expect(page.getByText('推荐知识')).toBeVisible(); } },
  { name: 'inbox-compose-canned', open: async (page) => { await thread(page, '周敏'); await write(page, '/hx'); await expect(page.getByRole('option', { name: /换新怎么来/ })).toBeVisible(); } },
  { name: 'inbox-compose-knowledge', open: async (page) => { await thread(page, '周敏'); await write(page, '??小票找不到'); await expect(page.getByRole('option', { name: /知识 · v/ }).first()).toBeVisible(); } },
  { name: 'inbox-compose-note', open: async (page) => { await thread(page, '吴建国'); await page.keyboard.press('n'); await expect(page.getByRole('textbox', { name: '写内部备注' })).toBeFocused(); await page.keyboard.type('@蒋'); await expect(page.getByRole('option', { name: /蒋一鸣/ })).toBeVisible(); } },
  { name: 'inbox-assign', open: async (page) => { await thread(page, '吴建国'); await page.keyboard.press('Escape'); await page.keyboard.press('a'); await expect(page.getByRole('combobox', { name: '同事的名字' })).toBeVisible(); } },
  { name: 'inbox-ticket-form', open: async (page) => { await thread(page, '褚海波'); await page.keyboard.press('t'); await expect(page.getByRole('form', { name: '建工单' }).or(page.getByRole('button', { name: /再建一张/ })).first()).toBeVisible(); } },
  { name: 'inbox-bulk', open: async (page) => { await thread(page, '吴建国'); await page.keyboard.press('x'); await page.keyboard.press('j'); await page.keyboard.press('x'); await expect(page.getByText('选了 2 个')).toBeVisible(); } },
  { name: 'inbox-serve', open: async (page) => { await visit(page, 'inbox'); await page.keyboard.press('Shift+N'); await page.getByRole('combobox', { name: '找顾客' }).fill('wjg'); await expect(page.getByRole('option', { name: /吴建国/ }).first()).toBeVisible(); } },
];

const tickets: readonly Screen[] = [
  at('tickets', 'tickets'),
  { name: 'tickets-bulk', open: async (page) => { await visit(page, 'tickets'); for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key); await expect(page.getByText('已选 2 单')).toBeVisible(); } },
  { name: 'tickets-none', open: async (page) => { await visit(page, 'tickets'); await page.getByRole('searchbox', { name: '在列表里找' }).fill('qxzjkv'); await expect(page.getByText('共 0 单')).toBeVisible(); } },
  { name: 'ticket-create', open: async (page) => { await visit(page, 'tickets'); await page.getByRole('searchbox', { name: '在列表里找' }).clear(); await button(page, '建工单').or(page.getByRole('button', { name: /^建工单/ })).first().click(); await sheet(page, '建工单'); } },
  { name: 'ticket', open: firstTicket },
  { name: 'ticket-thread', open: async (page) => { await firstTicket(page); await page.getByRole('navigation', { name: '工单内容' }).getByRole('button', { name: /^会话/ }).click(); } },
  { name: 'ticket-history', open: async (page) => { await firstTicket(page); await page.getByRole('navigation', { name: '工单内容' }).getByRole('button', { name: /改动记录/ }).click(); } },
  { name: 'ticket-hand-over', open: async (page) => { await firstTicket(page); await page.keyboard.press('h'); await expect(page.getByRole('region', { name: '转交' })).toBeVisible(); } },
  { name: 'ticket-resolve', open: async (page) => { await firstTicket(page); await page.keyboard.press('Shift+C'); await sheet(page, /^解决/); } },
  { name: 'ticket-missing', open: (page) => visit(page, 'tickets/ZZ99-1') },
];

async function card(page: Page, name: string): Promise<void> {
  await visit(page, 'customers');
  await page.getByRole('searchbox', { name: '找顾客' }).fill(name);
  await options(page, '顾客列表').filter({ hasText: name }).first().click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

const customers: readonly Screen[] = [
  { name: 'customers', open: async (page) => { await visit(page, 'customers'); await page.getByRole('searchbox', { name: '找顾客' }).fill(''); await expect(options(page, '顾客列表').nth(3)).toBeVisible(); } },
  { name: 'customers-none', open: async (page) => { await visit(page, 'customers'); await page.getByRole('searchbox', { name: '找顾客' }).fill('qxzjkv'); await expect(page.getByText('没有找到这样的顾客')).toBeVisible(); } },
  { name: 'customer', open: (page) => card(page, '吴建国') },
  { name: 'customer-merge', open: async (page) => { await card(page, '吴建国'); await button(page, '合并').first().click(); await sheet(page, '合并顾客卡'); } },
  { name: 'customer-new', open: async (page) => { await visit(page, 'customers'); await page.keyboard.press('n'); await sheet(page, '新顾客'); } },
  { name: 'customer-missing', open: (page) => visit(page, 'customers/00000000-0000-7000-8000-000000000000') },
];

async function article(page: Page, title: string): Promise<void> {
  await visit(page, 'knowledge');
  await page.getByRole('searchbox', { name: '搜知识' }).fill(title);
  await page.getByRole('option', { name: new RegExp(`^${title}`) }).first().click();
  await expect(page.getByRole('heading', { name: title }).first()).toBeVisible();
}

const lines = ['# 维修时借备用机', '维修超过 3 天的，店里可以借一台备用机，押会员卡，不收押金，取回时当面验机。'];
const table = [['问题', '答案', '分类'], ['银杏杯能进洗碗机吗', '能，放上层，温度别超过 65 度。', '产品'], ['银杏杯盖漏水怎么办', '密封圈反了，翻过来再盖。', '产品']];

const knowledge: readonly Screen[] = [
  at('knowledge', 'knowledge'),
  { name: 'knowledge-search', open: (page) => article(page, '小家电换新细则') },
  { name: 'knowledge-none', open: async (page) => { await visit(page, 'knowledge'); await page.getByRole('searchbox', { name: '搜知识' }).fill('qxzjkv'); await expect(page.getByText('没有找到「qxzjkv」')).toBeVisible(); } },
  { name: 'knowledge-compare', open: async (page) => { await article(page, '小家电换新细则'); await page.keyboard.press('Escape'); await page.getByRole('button', { name: /^对比/ }).first().click(); await sheet(page, '对比两个版本'); } },
  { name: 'knowledge-editor', open: async (page) => { await article(page, '小家电换新细则'); await page.getByRole('button', { name: /改这篇/ }).click(); await expect(page.locator('.ProseMirror')).toBeVisible(); await settled(page); } },
  at('knowledge-suggestions', 'knowledge/suggestions'),
  at('import', 'knowledge/import'),
  {
    name: 'import-preview',
    open: async (page) => {
      await visit(page, 'knowledge/import');
      await page.locator('input[type="file"][accept*=".md"]').setInputFiles([docx('备用机.docx', lines), xlsx('常见问题.xlsx', table), { ...text('价目表.docx', '%PDF-1.7\n') }]);
      await expect(page.getByRole('list', { name: '文件' })).toBeVisible();
    },
  },
  { name: 'import-clash', open: (page) => papers(page, '未拆封退换新规') },
  { name: 'import-asked', open: (page) => papers(page, '银杏伞借用') },
];

/** A folder read and one of its articles opened. */
async function papers(page: Page, title: string): Promise<void> {
  await visit(page, 'knowledge');
  await visit(page, 'knowledge/import');
  await page.locator('input[type="file"][webkitdirectory]').setInputFiles(folder());
  await expect(page.getByRole('status').filter({ hasText: '都看过了' })).toBeVisible({ timeout: 60_000 });
  await options(page, '读出来的知识').filter({ hasText: title }).click();
}

const parts = ['mine', 'organisation', 'shops', 'departments', 'staff', 'roles', 'types', 'promises', 'intents', 'canned', 'macros', 'views', 'categories', 'models', 'data'];

async function first(page: Page, part: string): Promise<void> {
  await visit(page, `settings/${part}`);
  await page.locator('main').getByRole('option').first().click();
  await expect(page.getByRole('dialog')).toBeVisible();
}

const settings: readonly Screen[] = [
  ...parts.map((part) => at(`settings-${part}`, `settings/${part}`)),
  ...['shops', 'staff', 'types', 'promises', 'intents', 'canned', 'macros'].map((part) => ({ name: `settings-${part}-sheet`, open: (page: Page) => first(page, part) })),
  { name: 'settings-export', open: async (page) => { await visit(page, 'settings/data'); await page.getByRole('button', { name: /^导出/ }).first().click(); await expect(page.getByRole('dialog')).toBeVisible(); } },
  at('nowhere', 'nowhere'),
];

export const screens: Readonly<Record<string, readonly Screen[]>> = { inbox, tickets, customers, knowledge, settings };

/** Closes what lies over the page, by as many strokes as it has layers. */
export async function leave(page: Page): Promise<void> {
  for (let layers = 0; layers < 3 && (await page.getByRole('dialog').filter({ visible: true }).count()) > 0; layers += 1) await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog').filter({ visible: true })).toHaveCount(0);
}
