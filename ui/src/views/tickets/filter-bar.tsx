/** What the list is narrowed to, and how it looks: words, chips, row height, columns, order. */
import { Dropdown, Input, Popover, Segmented, type InputRef, type MenuProps } from 'antd';
import { useEffect, useState, type Ref } from 'react';
import type { Filter, Sort } from '../../ipc/bindings';
import { ExportSheet } from '../../export/export-sheet';
import { useMay } from '../../ipc/me';
import { ClearIcon } from '../../kit/clear-icon';
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import { Icon } from '../../kit/icons';
import { useWide } from '../../kit/media';
import { useAsked } from '../../ticket/use-asked';
import { columnKeys, columnOf } from './columns';
import { densities, type ChosenColumns, type Density } from './columns-chosen';
import { Choices } from './facet';
import { AssigneeFacet, ChannelFacet, DepartmentFacet, KindFacet, OpenedFacet, PriorityFacet, ShopFacet, StateFacet, TagFacet } from './facets';
import style from './tickets.module.css';
import { words } from './words';

interface Props {
  filter: Filter;
  /** What the view itself asks for differs from this filter. */
  narrowed: boolean;
  onChange: (part: Partial<Filter>) => void;
  onClear: () => void;
  knownTags: readonly string[];
  columns: ChosenColumns;
  density: Density;
  onDensity: (density: Density) => void;
  search: Ref<InputRef>;
}

export function FilterBar(props: Props) {
  const { filter, narrowed, onChange, onClear, knownTags, search } = props;
  const t = useWords(words);
  return (
    <div className={style.bar}>
      <div className={style.facets}>
        <SearchBox text={filter.text} onAsk={(text) => onChange({ text })} search={search} />
        <ShopFacet filter={filter} onChange={onChange} />
        <OpenedFacet filter={filter} onChange={onChange} />
        <StateFacet filter={filter} onChange={onChange} />
        <KindFacet filter={filter} onChange={onChange} />
        <AssigneeFacet filter={filter} onChange={onChange} />
        <ChannelFacet filter={filter} onChange={onChange} />
        <PriorityFacet filter={filter} onChange={onChange} />
        <TagFacet filter={filter} onChange={onChange} known={knownTags} />
        <DepartmentFacet filter={filter} onChange={onChange} />
        {narrowed && <button type="button" className={style.textButton} onClick={onClear}>{t('clear')}</button>}
      </div>
      <Looks {...props} />
    </div>
  );
}

function SearchBox({ text, onAsk, search }: { text: string; onAsk: (text: string) => void; search: Ref<InputRef> }) {
  const t = useWords(words);
  const [typed, setTyped] = useState(text);
  const [given, setGiven] = useState(text);
  if (given !== text) {
    setGiven(text);
    if (text !== typed.trim()) setTyped(text);
  }
  const asked = useAsked(typed.trim());
  useEffect(() => {
    if (asked !== given && asked === typed.trim()) onAsk(asked);
  }, [asked, given, typed, onAsk]);
  return (
    <Input ref={search} role="searchbox" className={style.search ?? ''} value={typed} placeholder={t('search')} aria-label={t('searchLabel')} maxLength={200} allowClear={{ clearIcon: <ClearIcon /> }} prefix={<Icon name="search" size={15} style={{ color: 'var(--z-ink3)' }} />}
      onChange={(event) => setTyped(event.target.value)} onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()} />
  );
}

const sortWord = { urgent: 'sortUrgent', updated: 'sortUpdated', newest: 'sortNewest', oldest: 'sortOldest', priority: 'sortPriority' } as const satisfies Record<Sort, string>;
const sorts = ['urgent', 'updated', 'newest', 'oldest', 'priority'] as const satisfies readonly Sort[];

function Looks({ filter, onChange, columns, density, onDensity }: Props) {
  const t = useWords(words);
  const wide = useWide();
  const mayExport = useMay()('export.data');
  const [open, setOpen] = useState(false);
  const [exporting, setExporting] = useState(false);
  const choices = columnKeys.filter((key) => key !== 'subject').map((key) => ({ id: key, label: t(columnOf(key).word) }));
  const order: MenuProps = { selectable: true, selectedKeys: [filter.sort ?? ''], items: sorts.map((sort) => ({ key: sort, label: t(sortWord[sort]) })), onClick: ({ key }) => sorts.filter((sort) => sort === key).forEach((sort) => onChange({ sort })) };
  const picker = (
    <div role="dialog" aria-label={t('columns')} className={style.choices}>
      <Choices label={t('columns')} choices={choices} chosen={columns.shown} onChoose={(ids) => columns.choose(columnKeys.filter((key) => ids.includes(key)))} />
      {columns.chosen && <button type="button" className={style.textButton} onClick={() => columns.choose(undefined)}>{t('columnsDefault')}</button>}
      {!wide && <Segmented block size="small" aria-label={t('density')} value={density} onChange={onDensity} options={densities.map((each) => ({ value: each, label: t(each) }))} />}
    </div>
  );
  return (
    <span className="row g8">
      {wide && <Segmented aria-label={t('density')} value={density} onChange={onDensity} options={densities.map((each) => ({ value: each, label: t(each) }))} />}
      <Dropdown trigger={['click']} menu={order} placement="bottomRight"><IconButton icon="sort" label={t('sort')} menu /></Dropdown>
      <Popover trigger={['click']} placement="bottomRight" arrow={false} open={open} onOpenChange={setOpen} content={open && picker}><IconButton icon="list" label={t('columns')} expanded={open} /></Popover>
      {mayExport && <IconButton icon="forward" label={t('export')} onClick={() => setExporting(true)} />}
      <ExportSheet open={exporting} first={['tickets']} onClose={() => setExporting(false)} />
    </span>
  );
}
