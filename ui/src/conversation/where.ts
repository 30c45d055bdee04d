/** Which list of conversations one looks at, and how it is asked for. Kept in the address: `/inbox/<place>/<conversation>`. Pure. */
import type { Channel, Filter, InboxView, ListConversations, Sort } from '../ipc/bindings';

export type Place = { of: 'view'; view: InboxView } | { of: 'channel'; channel: Channel } | { of: 'saved'; saved: string };

export interface Narrowing {
  text: string;
  unread: boolean;
  sort: Sort;
}

export const mineViews = ['waiting', 'mine', 'mentioned', 'snoozed', 'unsent'] as const satisfies readonly InboxView[];
export const shopViews = ['unassigned', 'due_soon', 'open', 'ended_today'] as const satisfies readonly InboxView[];
const allViews: readonly InboxView[] = [...mineViews, ...shopViews, 'all'];
const channelNames: readonly Channel[] = ['counter', 'kiosk', 'wecom', 'wechat_kf', 'hotline', 'app', 'miniprogram', 'web'];

export const home: Place = { of: 'view', view: 'waiting' };
export const plain: Narrowing = { text: '', unread: false, sort: 'urgent' };

/** `waiting`, `channel.web`, `saved.<id>`. */
export function nameOf(place: Place): string {
  if (place.of === 'view') return place.view;
  return place.of === 'channel' ? `channel.${place.channel}` : `saved.${place.saved}`;
}

export function placeNamed(name: string | undefined): Place | undefined {
  const view = allViews.find((known) => known === name);
  if (view) return { of: 'view', view };
  const channel = channelNames.find((known) => `channel.${known}` === name);
  if (channel) return { of: 'channel', channel };
  return name?.startsWith('saved.') && name.length > 6 ? { of: 'saved', saved: name.slice(6) } : undefined;
}

export interface Address {
  place: Place;
  id: string | undefined;
}

/** Reads `/inbox`, `/inbox/<conversation>`, `/inbox/<place>` and `/inbox/<place>/<conversation>`. */
export function readAddress(path: string): Address {
  const [, , first, second] = path.split('/').map(decodeURIComponent);
  const place = placeNamed(first);
  return place ? { place, id: second || undefined } : { place: home, id: first || undefined };
}

export function addressOf({ place, id }: Address): string {
  return ['/inbox', nameOf(place), ...(id ? [encodeURIComponent(id)] : [])].join('/');
}

export function ask(place: Place, narrow: Narrowing): Omit<ListConversations, 'offset' | 'limit'> {
  const open = place.of === 'view' ? place.view : place.of === 'channel' ? 'open' : 'all';
  return {
    view: open,
    channel: place.of === 'channel' ? place.channel : null,
    saved: place.of === 'saved' ? place.saved : null,
    text: narrow.text.trim(),
    unread_only: narrow.unread,
    sort: narrow.sort,
  };
}

/** The list as a filter that can be saved and shown again. */
export function asFilter(place: Place, narrow: Narrowing): Filter {
  const view = place.of === 'view' ? place.view : undefined;
  return {
    text: narrow.text.trim(), states: [], priorities: [], channels: place.of === 'channel' ? [place.channel] : [], kinds: [], shops: [], departments: [],
    assignee: view === 'mine' || view === 'waiting' ? 'me' : view === 'unassigned' ? 'nobody' : null,
    watching: false, tags: [], customer: null, opened_after: null, opened_before: null, resolved_after: null,
    due_soon: view === 'due_soon', live_only: view !== 'ended_today' && view !== 'all', sort: narrow.sort,
  };
}
