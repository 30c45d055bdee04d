/**
 * Speaking and listening through the real console, the real models and a real sound service: a recording is played into the
 * microphone and becomes words in a field, a note, a transcript; an article is read aloud and heard again.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, startDesk, zgPath, type Desk } from './desk';
import { expect, expectAccessible, settled, shoot, signIn, test as plain, visit, type Page } from './fixtures';
import { lackForSpeech, recordingOf, shelf, startSound, type Sound } from './sound.mjs';

interface Speaking {
  desk: Desk;
  sound: Sound;
  /** A recording of a sentence. */
  record: (sentence: string) => string;
}

const test = plain.extend<object, { speaking: Speaking | string }>({
  speaking: [
    async ({}, use) => {
      const models = shelf(root);
      const lack = lackForSpeech(zgPath, models);
      if (lack) return use(lack);
      const sound = await startSound();
      if ('trouble' in sound) return use(sound.trouble);
      const folder = mkdtempSync(join(tmpdir(), 'zhanggui-recordings-'));
      const desk = await startDesk({ sample: true, env: { ...sound.env, ZG_MODELS: models } });
      let count = 0;
      await use({ desk, sound, record: (sentence) => recordingOf(zgPath, models, sentence, join(folder, `${(count += 1)}.wav`)) });
      await desk.stop();
      sound.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});

test.describe.configure({ timeout: 180_000 });

function ready(speaking: Speaking | string): Speaking {
  test.skip(typeof speaking === 'string', String(speaking));
  return speaking as Speaking;
}

async function thread(page: Page, name: string): Promise<void> {
  await visit(page, 'inbox/open');
  await page.getByRole('listbox', { name: '会话列表' }).getByRole('option').filter({ hasText: name }).first().click();
  await expect(page.getByRole('log').getByRole('article').first()).toBeVisible();
}

const pill = (page: Page) => page.getByRole('status', { name: '正在听写' });

test('what is said into the microphone becomes the words of a ticket', async ({ page, speaking }) => {
  const { desk, sound, record } = ready(speaking);
  const file = record('杯盖漏水，请给我换一个新的。');
  await signIn(page, desk);
  await visit(page, 'tickets');
  await page.getByRole('button', { name: /^建工单/ }).first().click();
  const sheet = page.getByRole('dialog', { name: '建工单' });
  const box = sheet.getByRole('textbox', { name: '说明' });
  await box.click();
  await page.keyboard.press('Control+Shift+Space');
  await expect(pill(page)).toContainText('在听，说吧');
  await shoot(page, 'dictation', { small: true });
  await sound.play(file);
  await expect(box).toHaveValue(/漏水/, { timeout: 60_000 });
  await page.keyboard.press('Control+Shift+Space');
  await expect(pill(page)).toBeHidden({ timeout: 60_000 });
  await expect(box).toHaveValue(/换.*新/);
});

test('a voice note carries its sound and its words, and a colleague hears them word by word', async ({ page, speaking }) => {
  const { desk, sound, record } = ready(speaking);
  const file = record('顾客说周六下午来取货。');
  await signIn(page, desk);
  await thread(page, '周敏');
  await page.keyboard.press('n');
  await page.getByRole('button', { name: '录语音' }).click();
  await expect(page.getByRole('status', { name: '正在录语音' })).toContainText('在听，说吧');
  await sound.play(file);
  await page.getByRole('button', { name: '录好了' }).click();
  const words = page.getByRole('textbox', { name: '语音里说的' });
  await expect(words).toHaveValue(/周六下午/, { timeout: 60_000 });
  await page.getByRole('button', { name: /^记下备注/ }).click();
  const note = page.getByRole('log').getByRole('article').filter({ hasText: '周六下午' });
  await expect(note).toContainText('本机转写');
  await note.getByRole('button', { name: '播放语音' }).click();
  await expect(note.locator('mark')).not.toBeEmpty();
});

test('an article is read aloud with the word being said marked, and falls silent when told', async ({ page, speaking }) => {
  const { desk } = ready(speaking);
  await signIn(page, desk);
  await visit(page, 'knowledge');
  await page.getByRole('option').first().click();
  await settled(page);
  await page.getByRole('button', { name: '读出来' }).click();
  const bar = page.getByRole('status', { name: '正在朗读' });
  await expect(bar.locator('mark')).not.toBeEmpty({ timeout: 60_000 });
  const first = await bar.locator('mark').textContent();
  await expect(bar.locator('mark')).not.toHaveText(first ?? '');
  expect(await page.evaluate(() => CSS.highlights.has('spoken'))).toBe(true);
  await shoot(page, 'knowledge-aloud', { small: true });
  await page.keyboard.press('Escape');
  await expect(bar).toBeHidden();
  expect(await page.evaluate(() => CSS.highlights.has('spoken'))).toBe(false);
});

test('the machine says what it can do', async ({ page, speaking }) => {
  const { desk } = ready(speaking);
  await signIn(page, desk);
  await visit(page, 'settings/models');
  await expect(page.getByRole('list', { name: '模型' }).getByRole('listitem')).toHaveCount(6);
  await expect(page.getByText('可用', { exact: true })).toHaveCount(4);
  await expectAccessible(page);
  await shoot(page, 'settings-models-ready');
});
