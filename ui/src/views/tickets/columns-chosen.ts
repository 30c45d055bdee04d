/** Which columns are shown and how high rows are; kept per person on the desk. Pure but for the hooks. */
import { useWide } from '../../kit/media';
import { usePreference } from '../../view/preference';
import { columnKeys, type ColumnKey } from './columns';

const wideColumns: readonly ColumnKey[] = ['number', 'subject', 'kind', 'state', 'priority', 'customer', 'shop', 'assignee', 'checks', 'promise', 'updated'];
const narrowColumns: readonly ColumnKey[] = ['number', 'subject', 'kind', 'state', 'priority', 'customer', 'assignee', 'promise'];

/** Undefined when nothing usable was chosen. The subject is always shown, columns stand in their own order. */
export function parseColumns(text: string | undefined): readonly ColumnKey[] | undefined {
  const named = new Set((text ?? '').split(','));
  const known = columnKeys.filter((key) => named.has(key) || key === 'subject');
  return known.length > 1 ? known : undefined;
}

export interface ChosenColumns {
  shown: readonly ColumnKey[];
  /** Undefined: as the width of the window suggests. */
  chosen: readonly ColumnKey[] | undefined;
  choose: (keys: readonly ColumnKey[] | undefined) => void;
}

/** `ofView`: a saved view brings its own columns unless this person chose others. */
export function useColumns(ofView: readonly string[]): ChosenColumns {
  const wide = useWide();
  const [chosen, choose] = usePreference('tickets.columns', parseColumns, (keys) => (keys ?? []).join(','));
  const own = parseColumns(ofView.join(','));
  return { shown: own ?? chosen ?? (wide ? wideColumns : narrowColumns), chosen: own ?? chosen, choose };
}

export const densities = ['roomy', 'medium', 'compact'] as const;
export type Density = (typeof densities)[number];

export const rowHeight: Record<Density, number> = { roomy: 52, medium: 42, compact: 36 };

export function parseDensity(text: string | undefined): Density {
  return densities.find((known) => known === text) ?? 'medium';
}

export function useDensity(): [Density, (density: Density) => void] {
  return usePreference('tickets.density', parseDensity, String);
}
