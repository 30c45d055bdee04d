/** jsdom lacks what a window has; these stand in for it. No mocks of our own code here. */
import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

afterEach(cleanup);

window.matchMedia ??= (query: string) => Object.assign(new EventTarget(), { matches: false, media: query, onchange: null, addListener: () => undefined, removeListener: () => undefined });
window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
Element.prototype.scrollTo ??= () => undefined;

/** jsdom lays nothing out: here everything is 400 x 800 and a virtual list's row 84 high, so that some rows are in sight and most are not. */
Object.defineProperties(Element.prototype, {
  clientHeight: { configurable: true, get: (): number => 800 },
  clientWidth: { configurable: true, get: (): number => 400 },
});
Object.defineProperties(HTMLElement.prototype, {
  offsetHeight: { configurable: true, get(this: HTMLElement) { return this.dataset['index'] === undefined ? 800 : 84; } },
  offsetWidth: { configurable: true, get: (): number => 400 },
});
