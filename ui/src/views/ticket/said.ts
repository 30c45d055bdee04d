/** A value of the change record as people say it: the log keeps keys and milliseconds. What it does not know stays as it is. */
import { channels, useChannelName } from '../../kit/avatar';
import { duration, whenFull } from '../../kit/time';
import { priorities, states, useNames } from '../../ticket/names';

const times = ['opened_at', 'first_due', 'next_due', 'resolve_due', 'first_replied_at', 'resolved_at', 'paused_at', 'snoozed_until'];

export function useSaid(): (field: string, value: string | null) => string {
  const names = useNames();
  const channelName = useChannelName();
  const known: Record<string, (value: string) => string | undefined> = {
    state: (value) => states.filter((state) => state === value).map(names.state)[0],
    priority: (value) => priorities.filter((priority) => priority === value).map(names.priority)[0],
    channel: (value) => channels.filter((channel) => channel === value).map(channelName)[0],
    paused_total_ms: (value) => duration(Number(value)),
    ...Object.fromEntries(times.map((field) => [field, (value: string) => whenFull(Number(value))])),
  };
  return (field, value) => (value ? (known[field]?.(value) ?? value) : '');
}
