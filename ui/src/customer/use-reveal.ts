/** Personal data in full, one piece at a time. Each look is a call of its own that leaves a record. */
import type { Id } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useMayCall } from '../ipc/me';

/** Undefined when the person may not; the function gives undefined when refused (that has been said by then). */
export function useReveal(id: Id): ((what: string) => Promise<string | undefined>) | undefined {
  const reveal = useAct('customer.reveal');
  if (!useMayCall()('customer.reveal')) return undefined;
  return (what) => reveal.mutateAsync({ id, what }).then((found) => found.value, () => undefined);
}
