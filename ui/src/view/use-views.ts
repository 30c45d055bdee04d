/** The saved views of one noun that this person sees, in their order, own ones before shared ones at the same place. */
import { useMemo } from 'react';
import type { View, ViewOf } from '../ipc/bindings';
import { useCall } from '../ipc/hooks';

export function useViews(of: ViewOf): readonly View[] {
  const views = useCall('view.list', { of });
  return useMemo(() => (views.data ?? []).filter((view) => view.of === of).toSorted((a, b) => a.position - b.position || Number(a.shared) - Number(b.shared) || a.name.localeCompare(b.name)), [views.data, of]);
}
