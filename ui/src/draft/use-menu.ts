/** The menu over the box: whether it is open, what it offers, which line the keyboard is on. Escape shuts it for this sign only. */
import { useState } from 'react';
import type { StaffCard } from '../ipc/bindings';
import type { PlacedTrigger } from './editor';
import { useChoices, type Choice, type Choices } from './use-choices';

export interface Menu {
  open: PlacedTrigger | undefined;
  /** False when a slash or @ led nowhere: it was just a slash. */
  drawn: boolean;
  choices: Choices;
  at: number;
  setAt: (at: number) => void;
  onTrigger: (found: PlacedTrigger | undefined) => void;
  choose: (choice: Choice) => void;
  /** True when the stroke was the menu's. */
  onKey: (event: KeyboardEvent) => boolean;
}

function signOf(trigger: PlacedTrigger | undefined): string {
  return trigger ? `${trigger.kind} ${trigger.range.from}` : '';
}

function same(before: PlacedTrigger | undefined, found: PlacedTrigger | undefined): boolean {
  return signOf(before) === signOf(found) && before?.query === found?.query && before?.range.to === found?.range.to;
}

function leadsNowhere(trigger: PlacedTrigger, { loading, list }: Choices): boolean {
  return !loading && list.length === 0 && trigger.kind !== 'knowledge' && trigger.query.length > 4;
}

export function useMenu(staff: readonly StaffCard[], conversation: string | undefined, onChoose: (choice: Choice, range: PlacedTrigger['range']) => void): Menu {
  const [trigger, setTrigger] = useState<PlacedTrigger>();
  const [shut, setShut] = useState<string>();
  const [moved, setAt] = useState(0);
  const open = trigger && shut !== signOf(trigger) ? trigger : undefined;
  const choices = useChoices(open, staff, conversation);
  const count = choices.list.length;
  const at = Math.max(0, Math.min(moved, count - 1));
  const choose = (choice: Choice | undefined) => {
    if (!open || !choice) return;
    setTrigger(undefined);
    onChoose(choice, open.range);
  };
  const strokes: Record<string, (() => void) | undefined> = {
    Escape: () => setShut(signOf(open)),
    ArrowDown: () => setAt((at + 1) % count),
    ArrowUp: () => setAt((at - 1 + count) % count),
    Enter: () => choose(choices.list[at]),
    Tab: () => choose(choices.list[at]),
  };
  return {
    open,
    drawn: open !== undefined && !leadsNowhere(open, choices),
    choices,
    at,
    setAt,
    choose,
    onTrigger: (found) => {
      if (same(trigger, found)) return;
      if (found === undefined) setShut(undefined);
      setTrigger(found);
      setAt(0);
    },
    onKey: (event) => {
      const stroke = open && !event.ctrlKey && !event.metaKey && (count > 0 || event.key === 'Escape') ? strokes[event.key] : undefined;
      stroke?.();
      return stroke !== undefined;
    },
  };
}
