/** Which column of a table fills which of our fields, and what is wrong with that. */
import type { TablePreview, TargetColumn } from '../ipc/bindings';

export type Mapping = Readonly<Record<string, number>>;

export interface Trouble {
  missing: TargetColumn[];
  /** Column numbers that fill more than one field. */
  twice: number[];
}

export function troubleWith(mapping: Mapping, targets: readonly TargetColumn[]): Trouble {
  const missing = targets.filter((target) => target.required && mapping[target.key] === undefined);
  const used = targets.map((target) => mapping[target.key]).filter((column) => column !== undefined);
  const twice = [...new Set(used.filter((column, i) => used.indexOf(column) !== i))];
  return { missing, twice };
}

export function isReady({ missing, twice }: Trouble): boolean {
  return missing.length === 0 && twice.length === 0;
}

/** `undefined` leaves the field out. */
export function mapped(mapping: Mapping, key: string, column: number | undefined): Mapping {
  const others = Object.entries(mapping).filter(([other]) => other !== key);
  return Object.fromEntries(column === undefined ? others : [...others, [key, column]]);
}

/** The first values of a column that are not blank. */
export function samplesOf(table: Pick<TablePreview, 'rows'>, column: number, most = 3): string[] {
  const values = table.rows.map((row) => row[column]?.trim() ?? '').filter(Boolean);
  return [...new Set(values)].slice(0, most);
}
