/**
 * What language a screen speaks. Chinese on an English screen is right only as data, and data is what the desk has sent:
 * every other piece of Chinese, and every word of ours that stands for itself, was left untranslated.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './desk';
import type { Page } from './fixtures';

const han = /[\u3400-\u9fff]+/gu;

/** The Chinese of every `words.ts`, whole sentences and single words. */
function ourChinese(): Set<string> {
  const src = join(root, 'ui', 'src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => /words[\w.]*\.ts$/.test(file));
  const texts = files.flatMap((file) => [...readFileSync(join(src, file), 'utf8').matchAll(/^ {4}\w+: '(.*)',$/gm)].map((found) => found[1] ?? ''));
  return new Set(texts.filter((text) => text.match(han)?.[0] === text));
}

const ours = ourChinese();
/** The seal is a picture of a character, a language is named in itself, and those keys are what people type. */
const allowed = new Set(['掌', '简体中文', '中文']);

function stringsIn(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') into.add(value);
  else if (Array.isArray(value)) value.forEach((each) => stringsIn(each, into));
  else if (value !== null && typeof value === 'object') Object.entries(value).forEach(([key, each]) => (into.add(key), stringsIn(each, into)));
}

/** Collects everything the desk sends to a page from now on. */
export class Sent {
  readonly whole = new Set<string>();
  private text = '';
  private pieces = new Set<string>();

  constructor(page: Page) {
    page.on('response', (response) => {
      if (!response.url().includes('/call/')) return;
      // An answer that comes while the page goes away has no body left to read; the next screen asks again.
      void response.json().then((answer: unknown) => stringsIn(answer, this.whole), () => undefined);
    });
  }

  /** To be called when the page is at rest. */
  take(): void {
    this.text = [...this.whole].join('\n');
    this.pieces = new Set([...this.whole].flatMap((text) => text.split(/[^\u3400-\u9fff]+/u)));
  }

  /** A word that stands alone in a text counts as data only when the desk sent it as one. */
  has(run: string, text: string): boolean {
    return this.text.includes(run) && (run !== text || run.length === 1 || !ours.has(run) || this.pieces.has(run));
  }
}

/** Every text and spoken name that is drawn. */
function spoken(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node: Node | null = walker.currentNode; node; node = walker.nextNode()) {
      const element = node instanceof Element ? node : node.parentElement;
      if (!element?.checkVisibility({ visibilityProperty: true }) || element.closest('style, script')) continue;
      if (element.closest('mark') || element.querySelector(':scope > mark')) continue; // what was found is data cut at its marks
      if (node instanceof Element) for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-placeholder']) texts.push(node.getAttribute(name) ?? '');
      else texts.push(node.textContent ?? '');
    }
    return [...new Set(texts.map((text) => text.trim()).filter(Boolean))];
  });
}

/** Keys of missing words and gaps that were never filled, in either language. */
export async function unspoken(page: Page, sent: Sent): Promise<string[]> {
  sent.take();
  const texts = (await spoken(page)).filter((text) => !sent.whole.has(text));
  return texts.filter((text) => /\{\{|\}\}|^[a-z]+(?:[A-Z][a-z]+)+$|undefined|\[object/.test(text));
}

/** Chinese that the desk did not send. */
export async function untranslated(page: Page, sent: Sent): Promise<string[]> {
  sent.take();
  return (await spoken(page)).flatMap((text) => (text.match(han) ?? []).filter((run) => !allowed.has(run) && !sent.has(run, text)).map((run) => `${run} in "${text}"`));
}

/** What sticks out of the window, and labels that stick out of their button. */
export function stickingOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { innerWidth, innerHeight } = window;
    const { scrollWidth, scrollHeight } = document.documentElement;
    const found = scrollWidth > innerWidth || scrollHeight > innerHeight ? [`the page is ${scrollWidth}x${scrollHeight}`] : [];
    const scrolls = (element: Element): boolean => {
      for (let over = element.parentElement; over; over = over.parentElement) if (/auto|scroll/.test(getComputedStyle(over).overflowX) && over.scrollWidth > over.clientWidth) return true;
      return false;
    };
    for (const element of document.querySelectorAll('button, a, [role="tab"], [role="radio"], label, th, h1, h2, h3')) {
      const { left, right, width, height } = element.getBoundingClientRect();
      const unseen = width <= 2 || height <= 2 || !element.checkVisibility({ visibilityProperty: true }) || element.closest('.unseen, [inert]');
      if (unseen) continue;
      const name = `${element.tagName.toLowerCase()} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}"`;
      if ((right > innerWidth + 1 || left < -1) && right > 0 && !scrolls(element)) found.push(`${name} reaches from ${left} to ${right}`);
      if (element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 2 && getComputedStyle(element).overflowX === 'visible') found.push(`${name} needs ${element.scrollWidth} and has ${element.clientWidth}`);
    }
    return [...new Set(found)];
  });
}
