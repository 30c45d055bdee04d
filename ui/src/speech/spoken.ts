/** From what is said to where it stands on the page: the text of elements, and the ranges of the document for a part of it. */

interface Piece {
  node: Text;
  from: number;
}

export interface Script {
  text: string;
  pieces: readonly Piece[];
}

const BLOCK = 'p, li, h1, h2, h3, h4, h5, h6, td, th, pre, blockquote, div';

/** All text below the elements; a line for each block, so that a heading does not run into the sentence after it. */
export function scriptOf(roots: readonly Element[]): Script {
  const pieces: Piece[] = [];
  let text = '';
  let block: Element | null = null;
  for (const root of roots) {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const words = node.nodeValue ?? '';
      if (!(node instanceof Text) || words.trim() === '') continue;
      const own = node.parentElement?.closest(BLOCK) ?? null;
      if (text !== '' && own !== block) text += '\n';
      block = own;
      pieces.push({ node, from: text.length });
      text += words;
    }
  }
  return { text, pieces };
}

/** The ranges of the document that hold characters `from` to `to` of the script. */
export function rangesOf(script: Script, from: number, to: number): Range[] {
  return script.pieces.flatMap(({ node, from: start }) => {
    const [left, right] = [Math.max(from - start, 0), Math.min(to - start, node.data.length)];
    if (left >= right || !node.isConnected) return [];
    const range = document.createRange();
    range.setStart(node, left);
    range.setEnd(node, right);
    return [range];
  });
}

/** Paints ranges without touching the document; where the window cannot, the bar still shows the words. */
export function paint(ranges: readonly Range[]): void {
  if (typeof Highlight === 'undefined' || !('highlights' in CSS)) return;
  if (ranges.length === 0) CSS.highlights.delete('spoken');
  else CSS.highlights.set('spoken', new Highlight(...ranges));
}
