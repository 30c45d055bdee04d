/** The ticket types one may choose from, in the order the settings give them. Archived ones keep their name for old tickets. */
import { useMemo } from 'react';
import type { TicketType } from '../ipc/bindings';
import { useCall } from '../ipc/hooks';

export interface Types {
  all: readonly TicketType[];
  live: readonly TicketType[];
}

export function useTypes(): Types {
  const types = useCall('ticket_type.list', {});
  return useMemo(() => {
    const all = (types.data ?? []).toSorted((a, b) => a.position - b.position);
    return { all, live: all.filter((type) => !type.archived) };
  }, [types.data]);
}
