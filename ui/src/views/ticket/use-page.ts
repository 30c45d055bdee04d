/** What the parts of the ticket page share: which sheet is open, which tab, whether the hand-over stands beside it. */
import { useRef, useState, type RefObject } from 'react';
import type { Mode } from '../../draft/send-state';
import type { TicketDetail } from '../../ipc/bindings';
import { useTicketActs, type TicketActs } from './use-acts';

export type SheetName = 'assign' | 'state' | 'priority' | 'tag' | 'department' | 'resolve' | 'merge' | 'split' | 'delete' | 'macro' | 'rate' | 'child' | 'customer';

export const tabNames = ['story', 'thread', 'files', 'history', 'checks', 'relations', 'data'] as const;
export type TabName = (typeof tabNames)[number];

export interface Page {
  of: TicketDetail;
  acts: TicketActs;
  sheet: SheetName | undefined;
  open: (sheet: SheetName | undefined) => void;
  tab: TabName;
  turnTo: (tab: TabName) => void;
  handing: boolean;
  hand: (open: boolean) => void;
  renaming: boolean;
  rename: (on: boolean) => void;
  snoozing: boolean;
  snooze: (open: boolean) => void;
  dock: RefObject<DockControl | null>;
}

/** What keys may do to the box at the foot. */
export interface DockControl {
  write: (mode: Mode) => void;
}

export function usePage(of: TicketDetail): Page {
  const acts = useTicketActs(of.ticket);
  const [sheet, open] = useState<SheetName>();
  const [tab, turnTo] = useState<TabName>('story');
  const [handing, hand] = useState(false);
  const [renaming, rename] = useState(false);
  const [snoozing, snooze] = useState(false);
  const dock = useRef<DockControl>(null);
  return { of, acts, sheet, open, tab, turnTo, handing, hand, renaming, rename, snoozing, snooze, dock };
}
