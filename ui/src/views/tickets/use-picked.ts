/** The ticked rows of the list. They go when the list shows other records; all of a filter can be ticked at once. */
import { useCallback, useRef, useState } from 'react';
import type { Filter, Id } from '../../ipc/bindings';
import { announce } from '../../ipc/hooks';
import { sameRecords } from '../../view/filter';
import { none, stretched, toggled, type Picked } from './picked';
import { allIds } from './use-tickets';

export interface Picking {
  picked: Picked;
  /** Everything is being ticked. */
  picking: boolean;
  tick: (id: Id, stretch: boolean) => void;
  tickLoaded: (on: boolean) => void;
  tickEverything: () => void;
  keep: (ids: readonly Id[]) => void;
  clear: () => void;
}

export function usePicked(filter: Filter, order: readonly Id[]): Picking {
  const [picked, setPicked] = useState<Picked>(none);
  const [of, setOf] = useState(filter);
  const [picking, setPicking] = useState(false);
  const last = useRef<Id>(undefined);
  if (of !== filter) {
    setOf(filter);
    if (!sameRecords(of, filter)) setPicked(none);
  }
  const tick = useCallback(
    (id: Id, stretch: boolean) => {
      const from = last.current;
      last.current = id;
      setPicked((before) => (stretch ? stretched(before, order, from, id) : toggled(before, id)));
    },
    [order],
  );
  const everything = () => {
    setPicking(true);
    allIds(filter)
      .then((ids) => setPicked(new Set(ids)), (error: unknown) => announce('ticket.list', error))
      .finally(() => setPicking(false));
  };
  return {
    picked, picking, tick, tickLoaded: (on) => setPicked(on ? new Set(order) : none), tickEverything: everything, keep: (ids) => setPicked(new Set(ids)), clear: () => setPicked(none),
  };
}
