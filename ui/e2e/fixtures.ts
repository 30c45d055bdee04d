/** What every journey starts from: a sample desk, a page signed in, a check for accessibility, a camera. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';
import { join } from 'node:path';
import { root, startDesk, type Desk } from './desk';

type Lang = 'zh' | 'en';
type Theme = 'light' | 'dark';

interface Worn {
  lang?: Lang;
  theme?: Theme;
}

const sizes = [[1366, 768], [1920, 1080]] as const;

/** Changes language and theme live, as another tab of the same desk would; what is open stays open. */
export async function wear(page: Page, worn: Worn): Promise<void> {
  await page.evaluate((choices) => {
    for (const [name, value] of Object.entries(choices)) {
      const key = `zhanggui.${name}`;
      localStorage.setItem(key, value);
      window.dispatchEvent(new StorageEvent('storage', { key, newValue: value }));
    }
  }, worn);
}

/** Pictures of what is on the screen in both languages, themes and sizes: `target/screens/<name>-<lang>-<theme>-<size>.png`. `small`: where the large window only adds emptiness. */
export async function shoot(page: Page, name: string, { small = false } = {}): Promise<void> {
  const before = page.viewportSize();
  for (const [width, height] of small ? sizes.slice(0, 1) : sizes) {
    await page.setViewportSize({ width, height });
    for (const lang of ['zh', 'en'] as const) {
      for (const theme of ['light', 'dark'] as const) {
        await wear(page, { lang, theme });
        await page.evaluate(() => document.fonts.ready);
        await settled(page);
        await page.screenshot({ path: join(root, 'target', 'screens', `${name}-${lang}-${theme}-${width}x${height}.png`) });
      }
    }
  }
  await wear(page, { lang: 'zh', theme: 'light' });
  if (before) await page.setViewportSize(before);
}

/** Opens a place of the console and waits until it is drawn. */
export async function visit(page: Page, place: string): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), `#/${place}`);
  await settled(page);
}

/** Nothing is still being read and nothing is half drawn. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .ant-skeleton, .ant-spin-spinning') === null);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 120)))));
}

/** WCAG 2.2 AA by axe, in the page itself since nothing here is framed; the message names rule, element and how to mend it. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await violationsOf(page)).toEqual([]);
}

export async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary ?? rule.help}`));
}

/** The search index follows the log a moment later; a fresh sample takes it some seconds. */
export async function caughtUp(desk: Desk): Promise<void> {
  await expect.poll(async () => (await desk.ask('desk.state', {})).index_behind, { timeout: 120_000 }).toBe(0);
}

export async function signIn(page: Page, desk: Pick<Desk, 'url' | 'account' | 'password'>, account = desk.account, password = desk.password): Promise<void> {
  await page.goto(desk.url);
  await page.getByLabel('账号', { exact: true }).fill(account);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible();
}

interface Fixtures {
  /** A page on the sample desk, signed in as its administrator. */
  desktop: Page;
}

export const test = base.extend<Fixtures, { desk: Desk }>({
  desk: [
    async ({}, use) => {
      const desk = await startDesk({ sample: true });
      await caughtUp(desk);
      await use(desk);
      await desk.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  page: async ({ page }, use) => {
    const broken: string[] = [];
    page.on('pageerror', (error) => broken.push(error.message));
    await page.addInitScript(() => {
      if (!location.protocol.startsWith('http')) return;
      localStorage.setItem('zhanggui.lang', localStorage.getItem('zhanggui.lang') ?? 'zh');
      localStorage.setItem('zhanggui.theme', localStorage.getItem('zhanggui.theme') ?? 'light');
    });
    await use(page);
    expect(broken).toEqual([]);
  },
  desktop: async ({ page, desk }, use) => {
    await signIn(page, desk);
    await use(page);
  },
});

export { expect, startDesk, type Desk, type Page };
