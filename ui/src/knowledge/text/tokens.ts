/**
 * Markdown as tokens. One place decides what the product understands: GitHub's tables and strikes, nothing that runs. HTML
 * in an article stays text; only `<br>` means anything.
 */
import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked';

export type { MarkedToken, Tokens };

const known = new Set([
  'blockquote', 'br', 'checkbox', 'code', 'codespan', 'def', 'del', 'em', 'escape', 'heading', 'hr', 'html', 'image', 'link', 'list', 'list_item', 'paragraph', 'space', 'strong', 'table', 'text',
]);

function isKnown(token: Token): token is MarkedToken {
  return known.has(token.type);
}

export function knownIn(tokens: readonly Token[] | undefined): MarkedToken[] {
  return (tokens ?? []).filter(isKnown);
}

/** Top-level blocks, blank lines left out. */
export function blocksOf(markdown: string): MarkedToken[] {
  return knownIn(new Lexer({ gfm: true }).lex(markdown)).filter((token) => token.type !== 'space' && token.type !== 'def');
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/** `&lt;` and `&#39;` as the characters they name; anything else as it stands. */
export function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,6}));/gi, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name) return named[name.toLowerCase()] ?? whole;
    const code = decimal ? Number.parseInt(decimal, 10) : Number.parseInt(hex ?? '', 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

export function isLineBreak(token: Tokens.HTML | Tokens.Tag): boolean {
  return /^<br\s*\/?>$/i.test(token.raw.trim());
}

function childrenOf(token: MarkedToken): MarkedToken[] {
  if (token.type === 'list') return token.items.flatMap((item) => knownIn(item.tokens));
  if (token.type === 'table') return [...token.header, ...token.rows.flat()].flatMap((cell) => knownIn(cell.tokens));
  return 'tokens' in token ? knownIn(token.tokens) : [];
}

/** The words a reader sees, without marks. Blocks inside are parted by a space. */
export function plainOf(token: MarkedToken): string {
  const inside = childrenOf(token);
  if (inside.length > 0) return inside.map(plainOf).join(token.type === 'list' || token.type === 'table' || token.type === 'blockquote' ? ' ' : '');
  if (token.type === 'br' || (token.type === 'html' && isLineBreak(token))) return ' ';
  return 'text' in token ? decoded(token.text) : '';
}

export function plainText(markdown: string): string {
  return blocksOf(markdown).map(plainOf).join('\n');
}
