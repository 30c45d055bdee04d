/** The tree of categories: what stands below what, with counts that include everything below. Pure. */
import type { CategoryNode, Id } from '../ipc/bindings';

export interface Branch {
  id: Id;
  name: string;
  parent: Id | null;
  /** With everything below. */
  articles: number;
  /** Filed here itself. */
  own: number;
  children: Branch[];
}

/** A category whose parent is not there (archived, or out of sight) stands at the top. Order is the desk's. */
export function treeOf(nodes: readonly CategoryNode[]): Branch[] {
  const ids = new Set(nodes.map((node) => node.id));
  const below = (parent: Id | null, above: readonly Id[]): Branch[] =>
    nodes
      .filter((node) => (node.parent && ids.has(node.parent) ? node.parent : null) === parent && !above.includes(node.id))
      .map((node) => {
        const children = below(node.id, [...above, node.id]);
        const inside = children.reduce((sum, child) => sum + child.articles, 0);
        return { id: node.id, name: node.name, parent, articles: node.articles + inside, own: node.articles, children };
      });
  return below(null, []);
}

export interface Seen {
  branch: Branch;
  depth: number;
}

/** The lines in sight, top to bottom, when these are open. */
export function inSight(branches: readonly Branch[], open: ReadonlySet<Id>, depth = 0): Seen[] {
  return branches.flatMap((branch) => [{ branch, depth }, ...(open.has(branch.id) ? inSight(branch.children, open, depth + 1) : [])]);
}

export function everyLine(branches: readonly Branch[], depth = 0): Seen[] {
  return branches.flatMap((branch) => [{ branch, depth }, ...everyLine(branch.children, depth + 1)]);
}

export function pathTo(branches: readonly Branch[], id: Id): Branch[] {
  for (const branch of branches) {
    if (branch.id === id) return [branch];
    const inside = pathTo(branch.children, id);
    if (inside.length > 0) return [branch, ...inside];
  }
  return [];
}

export interface Choice {
  value: Id;
  title: string;
  children: Choice[];
}

/** For a tree select; `without` and all below it are left out (a category cannot move below itself). */
export function choicesOf(branches: readonly Branch[], without?: Id): Choice[] {
  return branches.filter((branch) => branch.id !== without).map((branch) => ({ value: branch.id, title: branch.name, children: choicesOf(branch.children, without) }));
}
