// A clerk's first minutes in the real window: the built desktop under WebDriver, on a desk of its own.
//
// Run by `cargo xtask test window`, which gives ZHANGGUI (the desktop), ZG (the terminal) and TAURI_DRIVER.
// The last journey speaks into a microphone; it needs the models and a sound service, and says so where they are not.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lackForSpeech, recordingOf, shelf, startSound } from './sound.mjs';
import { Builder, By, Capabilities, Key, until } from 'selenium-webdriver';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const { ZHANGGUI, ZG, TAURI_DRIVER } = process.env;
const password = 'Window-2026-desk';
const port = 4000 + Math.floor(Math.random() * 20000);
const patience = 60_000;
const models = shelf(root);
process.env['ZG_MODELS'] = models;

const folder = mkdtempSync(join(tmpdir(), 'zhanggui-window-'));
const desk = ['--data', folder, '--insecure-key-file'];
const zg = (...words) => execFileSync(ZG, [...desk, ...words], { env: { ...process.env, ZG_PASSWORD: password } }).toString();

const byLabel = (label) => By.xpath(`//label[contains(., '${label}')]/following::input[1] | //input[@aria-label='${label}']`);

async function open() {
  const capabilities = new Capabilities();
  capabilities.setBrowserName('wry');
  capabilities.set('tauri:options', { application: ZHANGGUI, args: desk });
  for (let tries = 0; ; tries += 1) {
    try {
      return await new Builder().withCapabilities(capabilities).usingServer(`http://127.0.0.1:${port}/`).build();
    } catch (error) {
      if (tries === 20) throw error;
      await new Promise((done) => setTimeout(done, 500));
    }
  }
}

/** A picture can lag the document: two frames and a moment. */
async function shoot(driver, name) {
  await driver.executeAsyncScript('const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100)))');
  const screens = join(root, 'target', 'screens');
  mkdirSync(screens, { recursive: true });
  writeFileSync(join(screens, `window-${name}.png`), Buffer.from(await driver.takeScreenshot(), 'base64'));
}

const see = (driver, locator) => driver.wait(until.elementLocated(locator), patience);

async function signIn(driver) {
  await (await see(driver, byLabel('账号'))).sendKeys('admin');
  await (await see(driver, byLabel('密码'))).sendKeys(password, Key.ENTER);
  await see(driver, By.css('nav[aria-label="主导航"]'));
}

const journeys = {
  async 'a wrong password is refused in words and the right one opens the inbox'(driver) {
    await (await see(driver, byLabel('账号'))).sendKeys('admin');
    const secret = await see(driver, byLabel('密码'));
    await secret.sendKeys('not-the-password-9', Key.ENTER);
    await see(driver, By.xpath("//*[contains(text(), '账号或密码不对')]"));
    await driver.navigate().refresh();
    await signIn(driver);
    await shoot(driver, 'inbox');
  },

  async 'what a terminal writes is found in the window by its pinyin'(driver) {
    await driver.executeScript("location.hash = '#/customers'");
    const field = await see(driver, By.css('input[placeholder="名字、拼音、手机尾号、会员号"]'));
    await field.sendKeys('zwm');
    await see(driver, By.xpath("//*[contains(., '张伟明')]"));
    await shoot(driver, 'customers');
  },
};

/** Speaks a recorded sentence into the description of a new ticket and sees it become words. */
async function dictates(driver, sound) {
  const file = recordingOf(ZG, models, '杯盖漏水，请给我换一个新的。', join(folder, 'spoken.wav'));
  await driver.executeScript("location.hash = '#/tickets'");
  await (await see(driver, By.xpath("//button[starts-with(normalize-space(.), '建工单')]"))).click();
  const box = await see(driver, By.xpath("//label[normalize-space(.)='说明']/following::textarea[1]"));
  await box.click();
  await box.sendKeys(Key.chord(Key.CONTROL, Key.SHIFT, Key.SPACE));
  await see(driver, By.xpath("//*[@role='status'][@aria-label='正在听写'][contains(., '在听，说吧')]"));
  await sound.play(file);
  const heard = async () => /漏水/.test(await box.getAttribute('value'));
  await driver.wait(heard, patience);
  await shoot(driver, 'dictation');
  await box.sendKeys(Key.chord(Key.CONTROL, Key.SHIFT, Key.SPACE));
  await driver.wait(async () => (await driver.findElements(By.css("[aria-label='正在听写']"))).length === 0, patience);
  console.log(`     heard: ${await box.getAttribute('value')}`);
}

async function main() {
  zg('init', '--org', '青禾生活', '--shop-code', 'HZ02', '--shop', '杭州滨江店');
  zg('call', '--as', 'admin', 'customer.create', '--json', JSON.stringify({ name: '张伟明', phone: '13812345678' }));
  let driver;
  let [passed, failed] = [0, 0];
  const lack = lackForSpeech(ZG, models);
  const sound = lack ? { trouble: lack } : await startSound();
  if ('trouble' in sound) console.log(`left out: dictation into a ticket: ${sound.trouble}`);
  else {
    Object.assign(process.env, sound.env);
    journeys['what is said into the microphone becomes the words of a ticket'] = (driver) => dictates(driver, sound);
  }
  const server = spawn(TAURI_DRIVER, ['--port', String(port), '--native-port', String(port + 1), '--native-driver', '/usr/bin/WebKitWebDriver'], { stdio: 'inherit' });
  try {
    driver = await open();
    await driver.executeScript("localStorage.setItem('zhanggui.lang', 'zh')");
    await driver.navigate().refresh();
    for (const [name, journey] of Object.entries(journeys)) {
      try {
        await journey(driver);
        passed += 1;
        console.log(`ok   ${name}`);
      } catch (error) {
        failed += 1;
        console.log(`BAD  ${name}: ${error.message}`);
        await shoot(driver, 'failed');
      }
    }
  } finally {
    await driver?.quit().catch(() => undefined);
    server.kill();
    sound.stop?.();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed || !passed ? 1 : 0;
}

await main();
