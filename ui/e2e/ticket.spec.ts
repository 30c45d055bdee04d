/** A ticket from the first word at the counter to the stars at its end, by keyboard where a clerk would. */
import type { Calls } from '../src/ipc/bindings';
import { expect, settled, signIn, test, type Desk, type Page } from './fixtures';

const clerk = 'linxiaowen';
const said = '上次买的空气炸锅涂层起泡了，想换一台';

/** Opens the sheet at the counter, finds the customer by initials and by the end of the phone number, and starts. */
async function welcome(page: Page, initials: string, name: string): Promise<void> {
  await page.keyboard.press('Shift+N');
  const sheet = page.getByRole('dialog', { name: '接待顾客' });
  const box = sheet.getByRole('combobox', { name: '找顾客' });
  const found = sheet.getByRole('option').filter({ hasText: name });
  await box.fill(initials);
  await expect(found.first()).toBeVisible();
  const tail = /\*{4}(\d{4})/.exec((await found.first().textContent()) ?? '')?.[1] ?? '';
  expect(tail).toHaveLength(4);
  await box.fill(tail);
  await expect(found.first()).toContainText(`****${tail}`);
  await found.first().click();
  await sheet.getByLabel('顾客说什么').fill(said);
  await sheet.getByRole('button', { name: '开始接待' }).click();
  await expect(sheet).toBeHidden();
}

/** The box is named after whom it writes to. */
const boxOf = (page: Page, to: '回复顾客' | '内部备注') => page.getByRole('textbox', { name: `写${to}` });

async function reply(page: Page): Promise<string[]> {
  const box = boxOf(page, '回复顾客');
  await expect(box).toBeVisible();
  await page.keyboard.press('r');
  await expect(box).toBeFocused();
  await page.keyboard.type('??换新要带盒子吗');
  await page.getByRole('option', { name: /^小家电换新细则/ }).click();
  await expect(box).not.toContainText('??');
  const passage = (await box.innerText()).trim();
  expect(passage.length).toBeGreaterThan(10);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('log')).toContainText(passage.slice(0, 12));

  await page.keyboard.type('/hx');
  await expect(page.getByRole('option', { name: /换新怎么来/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(box).toContainText('吴建国您好');
  const canned = (await box.innerText()).trim();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('log')).toContainText(canned);
  await page.keyboard.press('Escape');
  return [passage, canned];
}

async function note(page: Page): Promise<void> {
  await page.keyboard.press('n');
  await expect(boxOf(page, '内部备注')).toBeFocused();
  await page.keyboard.type('@蒋');
  await expect(page.getByRole('option', { name: /蒋一鸣/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.type('帮忙看看滨江还有没有货');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('log').getByRole('article', { name: /内部备注/ }).last()).toContainText('@蒋一鸣 帮忙看看滨江还有没有货');
  await page.keyboard.press('Escape');
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: option }).first().click();
}

/** Makes the ticket beside the thread and opens it; its number. */
async function makeTicket(page: Page, subject: string): Promise<string> {
  await page.keyboard.press('t');
  const form = page.getByRole('form', { name: '建工单' });
  await choose(page, '类型', '换货');
  await form.getByLabel('主题').fill(subject);
  await form.getByLabel('商品型号').fill('AF-520');
  await choose(page, '故障判断', '涂层起泡脱落');
  await form.getByRole('button', { name: '建工单' }).click();
  const card = page.getByRole('link', { name: subject });
  await expect(card).toBeVisible();
  const number = /HZ02[0-9A-Z]*-\d+/.exec((await card.textContent()) ?? '')?.[0] ?? '';
  expect(number).not.toBe('');
  await card.click();
  await expect(page.getByRole('region', { name: number })).toBeVisible();
  return number;
}

async function work(page: Page): Promise<void> {
  const tabs = page.getByRole('navigation', { name: '工单内容' });
  await tabs.getByRole('button', { name: /清单/ }).click();
  for (const step of ['当场看到故障，或录了视频', '主机和随机配件点过']) {
    await page.getByRole('checkbox', { name: step }).click();
    await expect(page.getByRole('checkbox', { name: step })).toBeChecked();
  }
  await tabs.getByRole('button', { name: '资料' }).click();
  await page.getByTitle('改「购买日期」').click();
  await page.getByRole('textbox', { name: '购买日期' }).click();
  await page.locator('.ant-picker-dropdown:visible .ant-picker-cell-today').click();
  await page.getByRole('button', { name: '存下' }).click();
  await expect(page.getByRole('button', { name: '存下' })).toBeHidden();
}

async function handOver(page: Page): Promise<void> {
  await page.keyboard.press('h');
  const pane = page.getByRole('region', { name: '转交' });
  await choose(page, '交给', '供应链');
  await pane.getByLabel('请他们做什么').fill('查这一批涂层有没有通报');
  await pane.getByRole('button', { name: '转交', exact: true }).click();
  await expect(pane).toBeHidden();
  await expect(page.locator('[aria-current="step"]')).toContainText('等别处');
}

async function solve(page: Page): Promise<void> {
  await page.keyboard.press('Shift+C');
  const sheet = page.getByRole('dialog', { name: /^解决/ });
  await sheet.getByLabel('怎么解决的').fill('同批次停售，当场换了新机');
  await sheet.getByRole('button', { name: /就这样解决|^解决/ }).click();
  await expect(sheet).toBeHidden();
  await expect(page.locator('[aria-current="step"]')).toContainText('已解决');
}

async function rate(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: '工单内容' }).getByRole('button', { name: '资料' }).click();
  await page.getByRole('button', { name: '记下评价' }).click();
  const sheet = page.getByRole('dialog', { name: '记下顾客的评价' });
  await sheet.getByRole('radio', { name: '5 星' }).check({ force: true }); // the stars lie over the plain radio buttons
  await sheet.getByLabel('顾客的原话').fill('快');
  await sheet.getByRole('button', { name: '记下' }).click();
  await expect(sheet).toBeHidden();
  await expect(page.getByText('「快」')).toBeVisible();
}

type TicketDetail = Calls['ticket.get']['output'];
type Messages = Calls['conversation.messages']['output'];

async function atTheTerminal<T>(desk: Desk, name: keyof Calls, input: unknown): Promise<T> {
  return JSON.parse(await desk.zg('call', '--as', clerk, name, '--json', JSON.stringify(input))) as T;
}

test('a walk-in becomes a conversation, the conversation a ticket, the ticket is worked, handed over, solved and rated, and the terminal tells the same story', async ({ page, desk }) => {
  await signIn(page, desk, clerk);
  await settled(page);
  await welcome(page, 'wjg', '吴建国');
  await expect(page.getByRole('log').getByRole('article').last()).toContainText(said);
  const told = await reply(page);
  await note(page);
  const subject = '空气炸锅涂层起泡，要换新';
  const number = await makeTicket(page, subject);
  await work(page);
  await handOver(page);
  await solve(page);
  await rate(page);

  await desk.closed(async () => {
    const ticket = await atTheTerminal<TicketDetail>(desk, 'ticket.get', { id: null, number });
    expect(ticket.ticket).toMatchObject({ number, subject, state: 'resolved', resolution: '同批次停售，当场换了新机' });
    expect(ticket).toMatchObject({ department: '供应链', customer: { name: '吴建国' }, rating: { score: 5, comment: '快' } });
    expect(ticket.ticket.fields).toMatchObject({ product: 'AF-520', fault: '涂层起泡脱落' });
    const thread = await atTheTerminal<Messages>(desk, 'conversation.messages', { id: ticket.ticket.conversation, before: null, limit: 50 });
    const texts = thread.messages.map(({ message }) => message.text);
    expect(texts).toEqual(expect.arrayContaining([said, ...told]));
    const calling = thread.messages.find(({ message }) => message.text.includes('@蒋一鸣'));
    expect(calling?.message).toMatchObject({ audience: 'colleagues' });
  });
});
