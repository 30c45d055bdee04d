/** The keys of the list. What changes a ticket acts on the ticked ones, or on the row the keyboard is on. */
import { useWords } from '../../kit/i18n';
import { useKeys, type Key } from '../../kit/keys';
import { useScopes } from '../../kit/scopes';
import { words as ticketWords } from '../../ticket/words';
import type { BulkSheet } from './bulk';
import { words } from './words';

interface Keys {
  onRow: boolean;
  mayMerge: boolean;
  picked: number;
  move: (by: number) => void;
  tick: (stretch: boolean) => void;
  search: () => void;
  create: () => void;
  sheet: (sheet: BulkSheet) => void;
  unpick: () => void;
}

export function useListKeys({ onRow, mayMerge, picked, move, tick, search, create, sheet, unpick }: Keys): void {
  const t = useWords(words);
  const of = useWords(ticketWords);
  const { list } = useScopes();
  const moving: Key[] = [
    { key: 'j', label: t('keyNext'), run: () => move(1), notInPalette: true },
    { key: 'k', label: t('keyPrevious'), run: () => move(-1), notInPalette: true },
    { key: 'x', label: t('keyTick'), run: () => tick(false), notInPalette: true },
    { key: 'shift+x', label: t('keyRange'), run: () => tick(true), notInPalette: true },
    { key: 'mod+a', label: t('keyAll'), notInPalette: true },
    { key: 'enter', label: t('keyOpen'), notInPalette: true },
    { key: 'f', label: t('keySearch'), icon: 'filter', also: 'filter search shaixuan', run: search },
    ...(picked > 0 ? [{ key: 'escape', label: t('keyClear'), run: unpick, notInPalette: true }] : []),
  ];
  const act = (key: string, name: BulkSheet, icon: Key['icon'] & string, also: string): Key => ({ key, label: t(name), icon, also, disabled: !onRow && picked === 0, run: () => sheet(name) });
  const acting: Key[] = [
    { key: 't', label: t('create'), icon: 'plus', also: 'new ticket create jian gongdan', run: create },
    act('a', 'assign', 'user', 'assign fengei'),
    act('s', 'state', 'check', 'state zhuangtai'),
    act('p', 'priority', 'flag', 'priority jibie'),
    act('l', 'tag', 'tag', 'label tag biaoqian'),
    ...(mayMerge ? [{ ...act('m', 'merge', 'merge', 'merge hebing'), disabled: picked < 2 }] : []),
    { ...act('', 'department', 'forward', 'department bumen') },
  ];
  useKeys(list, moving);
  useKeys({ id: 'ticket', title: of('scope'), order: 3 }, acting);
}
