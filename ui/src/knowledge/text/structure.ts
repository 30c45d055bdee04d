/**
 * What a markdown text means, spelled one way: two texts with equal structure read the same however they are typed. Guards
 * the rich editor: a text that would come back changed is edited as source instead.
 */
import { blocksOf, decoded, isLineBreak, knownIn, type MarkedToken } from './tokens';

type Shape = string | Shape[];

/** Neighbouring texts are one text. */
function joined(shapes: readonly Shape[]): Shape[] {
  const out: Shape[] = [];
  for (const shape of shapes) {
    const last = out.at(-1);
    if (typeof shape === 'string' && typeof last === 'string') out[out.length - 1] = last + shape;
    else out.push(shape);
  }
  return out.map((shape) => (typeof shape === 'string' ? shape.replace(/[ \t]*\n[ \t]*/g, '\n') : shape)).filter((shape) => shape !== '');
}

const inside = (tokens: Parameters<typeof knownIn>[0]): Shape[] => joined(knownIn(tokens).filter((token) => token.type !== 'space').map(shapeOf));

/** `loose` or not, a list item says the same: its paragraphs count as text. */
function itemShape(tokens: Parameters<typeof knownIn>[0]): Shape[] {
  return knownIn(tokens).filter((token) => token.type !== 'space').flatMap((token): Shape[] => (token.type === 'paragraph' || token.type === 'text' ? [['p', ...('tokens' in token ? inside(token.tokens) : [])]] : [shapeOf(token)]));
}

function shapeOf(token: MarkedToken): Shape {
  switch (token.type) {
    case 'heading':
      return ['h', String(token.depth), ...inside(token.tokens)];
    case 'paragraph':
      return ['p', ...inside(token.tokens)];
    case 'strong':
    case 'em':
    case 'del':
      return [token.type, ...inside(token.tokens)];
    case 'blockquote':
      return ['quote', ...inside(token.tokens)];
    case 'list':
      return ['list', token.ordered ? String(token.start) : '-', ...token.items.map((item): Shape => ['item', item.task ? String(item.checked) : '', ...itemShape(item.tokens)])];
    case 'table':
      return ['table', token.align.join(), ...[token.header, ...token.rows].map((row): Shape => row.map((cell) => inside(cell.tokens)))];
    case 'link':
      return ['link', token.href, ...inside(token.tokens)];
    case 'image':
      return ['image', token.href, token.text];
    case 'code':
      return ['code', token.lang ?? '', token.text];
    case 'codespan':
      return ['codespan', token.text];
    case 'br':
      return ['br'];
    case 'html':
      return isLineBreak(token) ? ['br'] : ['html', token.raw.trim()];
    case 'escape':
      return decoded(token.text);
    case 'text':
      return token.tokens ? ['t', ...inside(token.tokens)] : decoded(token.text);
    default:
      return [token.type];
  }
}

export function sameMeaning(a: string, b: string): boolean {
  return JSON.stringify(blocksOf(a).map(shapeOf)) === JSON.stringify(blocksOf(b).map(shapeOf));
}

/** The editor pads tables and escapes more than it must. Takes that back, as long as the text still reads the same. */
export function tidied(markdown: string): string {
  const spare = markdown
    .split('\n')
    .map((line) => (/^\|.*\|\s*$/.test(line) ? tableLine(line) : plainLine(line)))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return sameMeaning(spare, markdown) ? spare : markdown.trim();
}

function tableLine(line: string): string {
  if (/^\|[\s|:-]+\|\s*$/.test(line)) return line.replace(/\s+/g, '').replace(/-+/g, '---').replace(/\|(?=.)/g, '| ').replace(/(?<=[-:])\|/g, ' |');
  return plainLine(line.replace(/ {2,}(?=\|)/g, ' '));
}

function plainLine(line: string): string {
  return line.replace(/&amp;/g, '&').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/(?<=\w)\\_(?=\w)/g, '_');
}
