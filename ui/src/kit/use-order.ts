/** The order someone just gave a list, shown at once while the desk writes it down; forgotten when it could not be kept. */
import { useState } from 'react';
import { byOrder } from './moved';

export interface Order<T> {
  shown: T[];
  put: (items: readonly T[]) => void;
  forget: () => void;
}

export function useOrder<T>(items: readonly T[], idOf: (item: T) => string): Order<T> {
  const [ids, setIds] = useState<readonly string[]>([]);
  return { shown: byOrder(items, ids, idOf), put: (next) => setIds(next.map(idOf)), forget: () => setIds([]) };
}
