/** What a list of tickets is narrowed to: the same filter the desk reads, saves and counts by. Pure. */
import type { Filter, Whose } from '../ipc/bindings';

export const blank: Filter = {
  text: '', states: [], priorities: [], channels: [], kinds: [], shops: [], departments: [], assignee: null, watching: false, tags: [], customer: null,
  opened_after: null, opened_before: null, resolved_after: null, due_soon: false, live_only: false, sort: null,
};

/** One chip of the filter bar. */
export const facets = ['shops', 'opened', 'states', 'kinds', 'assignee', 'channels', 'priorities', 'tags', 'departments'] as const;
export type Facet = (typeof facets)[number];

const partsOf: Record<Facet, readonly (keyof Filter)[]> = {
  shops: ['shops'], opened: ['opened_after', 'opened_before'], states: ['states'], kinds: ['kinds'], assignee: ['assignee'], channels: ['channels'],
  priorities: ['priorities'], tags: ['tags'], departments: ['departments'],
};

function empty(value: Filter[keyof Filter]): boolean {
  return value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);
}

export function isSet(filter: Filter, facet: Facet): boolean {
  return partsOf[facet].some((part) => !empty(filter[part]));
}

export function without(filter: Filter, facet: Facet): Filter {
  const cleared = Object.fromEntries(partsOf[facet].map((part) => [part, blank[part]]));
  return { ...filter, ...cleared };
}

/** Drops what was narrowed by hand; `base` is what the view itself asks for. The order stays. */
export function cleared(filter: Filter, base: Filter): Filter {
  return { ...base, sort: filter.sort };
}

function plain(value: Filter[keyof Filter]): string {
  return JSON.stringify(Array.isArray(value) ? value.map(String).toSorted() : value);
}

/** Whether both show the same records; the order they come in does not count. */
export function sameRecords(a: Filter, b: Filter): boolean {
  const keys = Object.keys(blank) as (keyof Filter)[];
  return keys.every((key) => key === 'sort' || (key === 'text' ? a.text.trim() === b.text.trim() : plain(a[key]) === plain(b[key])));
}

export function sameWhose(a: Whose | null, b: Whose | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The views everyone has, in the order of the tabs. Their keys are those of `ticket.counts`. */
export const builtIn = ['all', 'mine', 'due_soon', 'waiting_other', 'unassigned', 'watching'] as const;
export type BuiltIn = (typeof builtIn)[number];

const bases: Record<BuiltIn, Partial<Filter>> = {
  all: {},
  mine: { assignee: 'me', live_only: true, sort: 'urgent' },
  due_soon: { due_soon: true, live_only: true, sort: 'urgent' },
  waiting_other: { states: ['waiting_other'], live_only: true },
  unassigned: { assignee: 'nobody', live_only: true, sort: 'oldest' },
  watching: { watching: true, live_only: true },
};

export function baseOf(view: BuiltIn): Filter {
  return { ...blank, ...bases[view] };
}

export function isBuiltIn(key: string): key is BuiltIn {
  return builtIn.some((known) => known === key);
}
