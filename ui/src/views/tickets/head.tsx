/** The title of the list, its views with their counts, and the one primary button. Views that do not fit go into a menu. */
import { Button, Dropdown, type MenuProps } from 'antd';
import { useState } from 'react';
import type { Filter, View, ViewCount } from '../../ipc/bindings';
import { useAct } from '../../ipc/hooks';
import { useMay, useMe } from '../../ipc/me';
import { classes } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import { Icon } from '../../kit/icons';
import { KeyCap } from '../../kit/key-cap';
import { useWide } from '../../kit/media';
import { notify } from '../../kit/notices';
import { DeleteView } from '../../view/delete-view';
import { builtIn, type BuiltIn } from '../../view/filter';
import { SaveViewSheet } from '../../view/save-sheet';
import style from './tickets.module.css';
import { words } from './words';

/** What the views of ours are called. */
export const viewWord = {
  all: 'viewAll', mine: 'viewMine', due_soon: 'viewDueSoon', waiting_other: 'viewWaitingOther', unassigned: 'viewUnassigned', watching: 'viewWatching',
} as const satisfies Record<BuiltIn, string>;

export interface Tab {
  key: string;
  name: string;
  count: ViewCount | undefined;
  view: View | undefined;
}

export function useTabs(views: readonly View[], counts: readonly ViewCount[]): Tab[] {
  const t = useWords(words);
  const countOf = (key: string) => counts.find((count) => count.key === key);
  return [
    ...builtIn.map((key): Tab => ({ key, name: t(viewWord[key]), count: countOf(key), view: undefined })),
    ...views.map((view): Tab => ({ key: view.id, name: view.name, count: countOf(view.id), view })),
  ];
}

interface Props {
  tabs: readonly Tab[];
  tab: string;
  onTab: (key: string) => void;
  filter: Filter;
  columns: readonly string[];
  /** Narrowed by hand: worth a view of its own. */
  changed: boolean;
  onCreate: () => void;
}

export function Head(props: Props) {
  const { tabs, tab, onTab, onCreate } = props;
  const t = useWords(words);
  const wide = useWide();
  const most = wide ? 9 : 6;
  const fits = tabs.slice(0, most);
  const chosen = tabs.find((each) => each.key === tab);
  const shown = chosen && !fits.includes(chosen) ? [...fits.slice(0, -1), chosen] : fits;
  const rest = tabs.filter((each) => !shown.includes(each));
  const more: MenuProps = { items: rest.map((each) => ({ key: each.key, label: <span className="row g8"><span className="grow">{each.name}</span><span className="ink3 num t12">{each.count?.count.toLocaleString('en-US')}</span></span> })), onClick: ({ key }) => onTab(key) };
  return (
    <header className={style.head}>
      <h1 className="t20 b nowrap">{t('title')}</h1>
      <nav className={style.tabs} aria-label={t('views')}>
        {shown.map((each) => <TabButton key={each.key} tab={each} on={each.key === tab} onPress={() => onTab(each.key)} />)}
        {rest.length > 0 && <Dropdown trigger={['click']} menu={more}><IconButton icon="more" label={t('moreViews')} menu small /></Dropdown>}
        <ViewTools {...props} view={chosen?.view} />
      </nav>
      <span className="grow" />
      <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={onCreate}>{t('create')} <KeyCap keys="t" /></Button>
    </header>
  );
}

function TabButton({ tab: { key, name, count }, on, onPress }: { tab: Tab; on: boolean; onPress: () => void }) {
  const t = useWords(words);
  const late = count !== undefined && count.late > 0;
  const red = late && key === 'due_soon';
  return (
    <button type="button" className={classes(style.tab, on && style.on)} aria-current={on ? 'page' : undefined} title={count && late ? t('countLate', { count: count.count, late: count.late }) : undefined} onClick={onPress}>
      {name}
      {count && <span className={classes(style.count, red && style.late)}>{count.count.toLocaleString('en-US')}</span>}
    </button>
  );
}

/** Saving what was narrowed, and the menu of a saved view. */
function ViewTools({ view, filter, columns, changed, tabs, onTab }: Props & { view: View | undefined }) {
  const t = useWords(words);
  const me = useMe();
  const may = useMay();
  const [sheet, setSheet] = useState<'new' | 'edit' | 'delete'>();
  const save = useAct('view.save');
  const owns = view !== undefined && (view.owner === me?.staff.id || may('shared.words'));
  const update = () => {
    if (!view) return;
    const input = { id: view.id, name: view.name, of: view.of, filter, shared: view.shared, columns: [...columns], position: view.position };
    save.mutate(input, { onSuccess: () => notify({ key: 'view', kind: 'done', text: t('viewUpdated', { name: view.name }) }) });
  };
  const items: MenuProps['items'] = [
    ...(changed ? [{ key: 'update', label: t('updateView'), onClick: update }] : []),
    { key: 'edit', label: t('editView'), onClick: () => setSheet('edit') },
    { key: 'delete', danger: true, label: t('deleteView'), onClick: () => setSheet('delete') },
  ];
  return (
    <>
      {view && owns && <Dropdown trigger={['click']} menu={{ items }}><IconButton icon="edit" small label={t('viewMenu', { name: view.name })} menu /></Dropdown>}
      <IconButton icon="plus" small label={t('saveView')} onClick={() => setSheet('new')} />
      {(sheet === 'new' || sheet === 'edit') && (
        <SaveViewSheet of="ticket" filter={sheet === 'edit' && view ? view.filter : filter} columns={sheet === 'edit' && view ? view.columns : columns} view={sheet === 'edit' ? view : undefined} position={tabs.length} onSaved={(id) => sheet === 'new' && onTab(id)} onClose={() => setSheet(undefined)} />
      )}
      {sheet === 'delete' && view && <DeleteView view={view} onGone={() => onTab('all')} onClose={() => setSheet(undefined)} />}
    </>
  );
}
