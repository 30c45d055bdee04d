/** What the palette lists: commands from the key registry by their letters, records as the desk found them. */
import type { Found, Noun } from '../../ipc/bindings';
import { fuzzy } from '../../kit/fuzzy';
import type { IconName } from '../../kit/icons';
import type { Command, Registered, Scope } from '../../kit/keys';
import { spansOf, type Span } from '../../kit/marked';

export interface Item {
  id: string;
  label: string;
  marks: readonly Span[];
  hint?: string | undefined;
  hintMarks?: readonly Span[] | undefined;
  icon: IconName;
  keys?: string | undefined;
  run?: (() => void) | undefined;
  children?: (() => Command[]) | undefined;
}

export interface Group {
  title: string;
  items: Item[];
}

interface Scored {
  item: Item;
  score: number;
}

function scored(command: Command & { key?: string }, id: string, query: string): Scored | undefined {
  const onLabel = fuzzy(query, command.label);
  const onAlso = onLabel ? undefined : fuzzy(query, command.also ?? '');
  const match = onLabel ?? onAlso;
  if (!match || (!command.run && !command.children)) return undefined;
  const item: Item = {
    id,
    label: command.label,
    marks: onLabel ? spansOf(onLabel.at) : [],
    hint: command.hint,
    icon: command.icon ?? 'right',
    keys: command.key || undefined,
    run: command.run,
    children: command.children,
  };
  return { item, score: match.score };
}

const isScored = (found: Scored | undefined): found is Scored => found !== undefined;
const byScore = (a: Scored, b: Scored) => b.score - a.score;

/** What works everywhere comes last here, though first in the `?` sheet. */
const LAST = ['go', 'anywhere'];
const placeIn = ({ id, order = 5 }: Scope) => (LAST.includes(id) ? 100 + LAST.indexOf(id) : order);

/** The screen's own commands come before those that work everywhere; best match first when something was typed. */
export function commandGroups(all: readonly Registered[], query: string): Group[] {
  const groups = new Map<string, { title: string; order: number; found: Scored[] }>();
  for (const { scope, keys } of all) {
    const group = groups.get(scope.id) ?? { title: scope.title, order: placeIn(scope), found: [] };
    const found = keys.filter((key) => !key.notInPalette && !key.disabled).map((key, i) => scored(key, `${scope.id}-${group.found.length}-${i}`, query));
    group.found.push(...found.filter(isScored));
    groups.set(scope.id, group);
  }
  return [...groups.values()]
    .filter((group) => group.found.length > 0)
    .toSorted((a, b) => a.order - b.order)
    .map(({ title, found }) => ({ title, items: (query ? found.toSorted(byScore) : found).map(({ item }) => item) }));
}

/** One level down: the children of a command. */
export function childItems(children: readonly Command[], query: string): Item[] {
  const found = children.map((child, i) => scored(child, `child-${i}`, query)).filter(isScored);
  return (query ? found.toSorted(byScore) : found).map(({ item }) => item);
}

type Kind = 'ticket' | 'customer' | 'article' | 'conversation';
const kindOf: Partial<Record<Noun, Kind>> = { ticket: 'ticket', customer: 'customer', article: 'article', conversation: 'conversation', message: 'conversation' };
const iconOf: Record<Kind, IconName> = { ticket: 'ticket', customer: 'user', article: 'book', conversation: 'chat' };

const BETWEEN = ' · ';
const lengthOf = (text: string) => [...text].length;
const plain = (text: string) => text.normalize('NFKC').toLowerCase();

/** Where the longest word that found it stands in a number or a masked phone, which the desk does not mark. */
function marksIn(detail: string, why: readonly string[]): Span[] {
  const letters = detail.toLowerCase();
  const [longest] = why.map(plain).filter((word) => word && letters.includes(word)).toSorted((a, b) => b.length - a.length);
  if (!longest) return [];
  const from = lengthOf(letters.slice(0, letters.indexOf(longest)));
  return [[from, from + lengthOf(longest)]];
}

/** What is said beside a record: its number, phone or path, since that tells two alike apart; then the words that matched. What has no title of its own, a message, is its words. */
function saidOf({ title, snippet, detail, why }: Found): Pick<Item, 'label' | 'marks' | 'hint' | 'hintMarks'> {
  if (!title.text) return { label: snippet.text, marks: snippet.marks, hint: detail };
  const before = detail && snippet.text ? lengthOf(detail + BETWEEN) : 0;
  const shifted = snippet.marks.map(([from, to]) => [from + before, to + before] as const);
  return { label: title.text, marks: title.marks, hint: [detail, snippet.text].filter(Boolean).join(BETWEEN), hintMarks: [...marksIn(detail, why), ...shifted] };
}

/** Records by kind, kinds in the order of their best hit. `go` opens one. */
export function foundGroups(hits: readonly Found[], titleOf: (kind: Kind) => string, go: (hit: Found) => void): Group[] {
  const groups = new Map<Kind, Item[]>();
  for (const hit of hits) {
    const kind = kindOf[hit.noun];
    if (!kind) continue;
    const item: Item = {
      id: `${hit.noun}-${hit.id}`,
      ...saidOf(hit),
      icon: iconOf[kind],
      run: () => go(hit),
    };
    groups.set(kind, [...(groups.get(kind) ?? []), item]);
  }
  return [...groups].map(([kind, items]) => ({ title: titleOf(kind), items }));
}
