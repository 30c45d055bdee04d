/**
 * Whether the words before the caret ask for a menu: `/` canned replies and macros, `??` knowledge, `@` a colleague. Works
 * right after Chinese, with full-width signs too, but not inside 24/7, km/h, an address or an e-mail.
 */
export type TriggerKind = 'canned' | 'knowledge' | 'colleague';

export interface Trigger {
  kind: TriggerKind;
  query: string;
  /** Index in `before` where the sign stands. */
  from: number;
}

const signs: { kind: TriggerKind; pattern: RegExp }[] = [
  { kind: 'knowledge', pattern: /[?？]{2}([^\n?？\ufffc]{0,30})$/u },
  { kind: 'canned', pattern: /(?<![\w/:.%])[/／]([^\s/／\ufffc]{0,20})$/u },
  { kind: 'colleague', pattern: /(?<![\w.-])[@＠]([^\s@＠\ufffc]{0,20})$/u },
];

/** `before` is the text of the line up to the caret; atoms such as mentions count as one U+FFFC. */
export function triggerAt(before: string): Trigger | undefined {
  const found = signs.flatMap(({ kind, pattern }) => {
    const match = pattern.exec(before);
    return match ? [{ kind, query: (match[1] ?? '').trim(), from: match.index }] : [];
  });
  return found.sort((a, b) => b.from - a.from)[0];
}
