/** A key as drawn on a keyboard. `mod` is Ctrl, or ⌘ on a Mac. */
import style from './kit.module.css';

export const isMac = /mac|iphone|ipad/i.test(navigator.platform);

const caps: Record<string, string> = {
  mod: isMac ? '⌘' : 'Ctrl',
  alt: isMac ? '⌥' : 'Alt',
  shift: '⇧',
  enter: '↵',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  tab: 'Tab',
  space: 'Space',
  plus: '+',
};

/** `mod+shift+k` → [Ctrl, ⇧, K]; `g i` → [G, I]. */
export function capsOf(keys: string): string[] {
  return keys.split(' ').flatMap((step) => step.split('+').map((part) => caps[part.toLowerCase()] ?? (part.length === 1 ? part.toUpperCase() : part)));
}

export function KeyCap({ keys }: { keys: string }) {
  return (
    <span className={style.keys} aria-hidden>
      {capsOf(keys).map((cap, i) => (
        <kbd key={i} className={style.key}>{cap}</kbd>
      ))}
    </span>
  );
}
