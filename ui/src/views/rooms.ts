/** The rooms of the console in the order of the rail. A room is loaded when it is first visited. */
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { IconName } from '../kit/icons';

export type RoomName = 'inbox' | 'tickets' | 'customers' | 'knowledge' | 'settings';

export interface Room {
  name: RoomName;
  icon: IconName;
  /** Second stroke after `g`. */
  letter: string;
  /** At the foot of the rail, above the pill. */
  foot?: boolean;
}

export interface Place {
  /** wouter pattern. */
  pattern: string;
  room: RoomName;
  View: LazyExoticComponent<ComponentType>;
}

type Loaded = { default: ComponentType };
const views = import.meta.glob<Loaded>('./{inbox,tickets,ticket,customers,knowledge,settings}/index.tsx');

const order: Room[] = [
  { name: 'inbox', icon: 'inbox', letter: 'i' },
  { name: 'tickets', icon: 'ticket', letter: 't' },
  { name: 'customers', icon: 'users', letter: 'c' },
  { name: 'knowledge', icon: 'book', letter: 'k' },
  { name: 'settings', icon: 'gear', letter: 's', foot: true },
];

function place(pattern: string, room: RoomName, folder: string = room): Place[] {
  const load = views[`./${folder}/index.tsx`];
  return load ? [{ pattern, room, View: lazy(load) }] : [];
}

/** The first that matches is shown. */
export const places: Place[] = [
  ...place('/inbox/*?', 'inbox'),
  ...place('/tickets/:id/*?', 'tickets', 'ticket'),
  ...place('/tickets', 'tickets'),
  ...place('/customers/*?', 'customers'),
  ...place('/knowledge/*?', 'knowledge'),
  ...place('/settings/*?', 'settings'),
];

export const rooms: Room[] = order.filter((room) => places.some((known) => known.room === room.name));

/** Fetches the code of the rooms behind the first paint, so that a click on the rail shows at once. */
export function warm(): void {
  Object.values(views).forEach((load) => void load().catch(() => undefined)); // without the desk they are fetched when visited
}
