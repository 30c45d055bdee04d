/** What of the trail is asked for. Days are whole ones of this device's zone. Pure. */
import type { AuditAction, Id, ListAudit } from '../ipc/bindings';

export interface Narrow {
  staff: Id | null;
  action: AuditAction | null;
  /** First and last day, both included, as any moment of them in ms. */
  from: number | null;
  to: number | null;
}

export const everything: Narrow = { staff: null, action: null, from: null, to: null };

export function isNarrowed(narrow: Narrow): boolean {
  return Object.values(narrow).some((part) => part !== null);
}

function midnight(at: number, days: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

/** The desk takes `after` as the first moment and `before` as the first that no longer counts. */
export function ask({ staff, action, from, to }: Narrow): Omit<ListAudit, 'offset' | 'limit'> {
  return { staff, action, after: from === null ? null : midnight(from, 0), before: to === null ? null : midnight(to, 1) };
}
