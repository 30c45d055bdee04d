/** The list column: title (or the folded views), sort, filter, search, rows, and the bar that appears when rows are ticked. */
import { Button, Checkbox, Dropdown, Input, Popover, type InputRef } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Sort } from '../ipc/bindings';
import { ClearIcon } from '../kit/clear-icon';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { Icon } from '../kit/icons';
import { useKeys } from '../kit/keys';
import { useWide } from '../kit/media';
import { useScopes } from '../kit/scopes';
import { Empty, Failure, Skeleton } from '../kit/states';
import { VirtualList } from '../kit/virtual-list';
import { BulkBar } from './bulk-bar';
import style from './list.module.css';
import { none, stillThere, toggle, upTo, type Picked } from './picked';
import { ConversationRow } from './row';
import { SaveView } from './save-view';
import type { Conversations } from './use-conversations';
import { usePlaceName, ViewList } from './views';
import type { Narrowing, Place } from './where';
import { words } from './words';

interface Props {
  place: Place;
  narrow: Narrowing;
  conversations: Conversations;
  current: string | undefined;
  onPlace: (place: Place) => void;
  onNarrow: (part: Partial<Narrowing>) => void;
  onChoose: (id: string) => void;
  /** Enter on a row: to the box. */
  onOpen: () => void;
  onNew: () => void;
}

export function ConversationList(props: Props) {
  const { conversations, current, narrow, onChoose, onNarrow, onOpen, onNew } = props;
  const t = useWords(words);
  const wide = useWide();
  const { list: scope } = useScopes();
  const search = useRef<InputRef>(null);
  const byKey = useRef(false);
  const [picked, setPicked] = useState<Picked>(none);
  const [lastPicked, setLastPicked] = useState<string>();
  const [filtering, setFiltering] = useState(false);
  const order = conversations.rows.map((row) => row.id);
  const live = stillThere(picked, order);

  const pick = (id: string, stretch: boolean) => {
    setPicked(stretch ? upTo(live, order, lastPicked, id) : toggle(live, id));
    setLastPicked(id);
  };
  useKeys(scope, [
    { key: '/', label: t('search'), run: () => search.current?.focus(), notInPalette: true },
    { key: 'f', label: t('filter'), icon: 'filter', run: () => setFiltering(true) },
    { key: 'x', label: t('pick'), run: () => current && pick(current, false), notInPalette: true },
    { key: 'shift+x', label: t('pickTo'), run: () => current && pick(current, true), notInPalette: true },
    { key: 'mod+shift+a', label: t('pickAll'), run: () => setPicked(new Set(order)) },
  ]);

  return (
    <section className={style.list} aria-label={t('list')}>
      <ListHeader {...props} filtering={filtering} onFiltering={setFiltering} />
      <div className={style.search}>
        <SearchBox ref={search} text={narrow.text} onText={(text) => onNarrow({ text })} />
        {!wide && <IconButton icon="edit" label={t('newConversation')} keys="shift+n" onClick={onNew} />}
      </div>
      <div className={style.body} onKeyDownCapture={(event) => void (byKey.current = event.key === 'Enter')} onPointerDownCapture={() => void (byKey.current = false)}>
        <Rows {...props}>
          <VirtualList
            label={t('list')}
            items={conversations.rows}
            idOf={(row) => row.id}
            rowHeight={84}
            current={current}
            onMove={(row) => onChoose(row.id)}
            onOpen={() => byKey.current && onOpen()}
            onNearEnd={conversations.more}
            letters
          >
            {(row, { current: chosen }) => <ConversationRow row={row} chosen={chosen} picked={live.has(row.id)} onPick={pick} />}
          </VirtualList>
        </Rows>
      </div>
      {live.size > 0 && <BulkBar ids={[...live]} onDone={() => setPicked(none)} />}
    </section>
  );
}

function Rows({ conversations, place, narrow, children }: Pick<Props, 'conversations' | 'place' | 'narrow'> & { children: ReactNode }) {
  const t = useWords(words);
  if (conversations.error) return <Failure message={conversations.error.message} refusal={conversations.error.refusal} onRetry={conversations.retry} />;
  if (conversations.loading) return <Skeleton lines={6} />;
  if (conversations.rows.length > 0) return children;
  if (narrow.text.trim()) return <Empty size="quiet" title={t('noneFound', { text: narrow.text.trim() })} />;
  if (narrow.unread) return <Empty size="quiet" title={t('noneUnread')} />;
  return <Empty size="quiet" title={t(place.of === 'view' && place.view === 'waiting' ? 'noneWaiting' : 'noneHere')} />;
}

/** Asks the desk 200 ms after the last letter, not at each. */
function SearchBox({ ref, text, onText }: { ref: React.Ref<InputRef>; text: string; onText: (text: string) => void }) {
  const t = useWords(words);
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  if (known !== text) {
    setKnown(text);
    setTyped(text);
  }
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => onText(typed), 200);
    return () => clearTimeout(timer);
  }, [typed, text, onText]);
  return (
    <Input
      ref={ref}
      role="searchbox"
      value={typed}
      aria-label={t('search')}
      placeholder={t('searchHint')}
      prefix={<Icon name="search" size={15} />}
      allowClear={{ clearIcon: <ClearIcon /> }}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => event.key === 'Escape' && (setTyped(''), event.currentTarget.blur())}
      maxLength={60}
    />
  );
}

const sorts = { urgent: 'sortUrgent', newest: 'sortNewest', oldest: 'sortOldest' } as const satisfies Partial<Record<Sort, string>>;
const sortNames = Object.keys(sorts) as (keyof typeof sorts)[];

function ListHeader(props: Props & { filtering: boolean; onFiltering: (open: boolean) => void }) {
  const { narrow, place, conversations, filtering, onFiltering, onNarrow } = props;
  const t = useWords(words);
  const wide = useWide();
  const sort = narrow.sort in sorts ? sorts[narrow.sort as keyof typeof sorts] : 'sortUrgent';
  const filters = Number(narrow.unread);
  return (
    <header className={style.header}>
      <Title {...props} />
      <span className="t13 ink3 num">{conversations.loading ? '' : conversations.total}</span>
      <span className="grow" />
      <Dropdown trigger={['click']} autoFocus menu={{ selectedKeys: [narrow.sort], items: sortNames.map((name) => ({ key: name, label: t(sorts[name]) })), onClick: ({ key }) => onNarrow({ sort: key as Sort }) }}>
        <IconButton icon="sort" size={16} label={`${t('sort')} · ${t(sort)}`} menu>{wide && t(sort)}</IconButton>
      </Dropdown>
      <Popover trigger="click" open={filtering} onOpenChange={onFiltering} placement="bottomRight" content={<FilterForm place={place} narrow={narrow} onNarrow={onNarrow} onDone={() => onFiltering(false)} />} destroyOnHidden>
        <IconButton icon="filter" keys="f" expanded={filtering} on={filters > 0} label={filters > 0 ? t('filterOn', { count: filters }) : t('filter')} />
      </Popover>
    </header>
  );
}

function Title({ place, onPlace }: Props) {
  const t = useWords(words);
  const wide = useWide();
  const [open, setOpen] = useState(false);
  const name = usePlaceName()(place);
  if (wide) return <h2 className={style.title}><span className="ell">{name}</span></h2>;
  const menu = <nav className={style.folded} aria-label={t('views')}><ViewList at={place} onGo={(next) => (setOpen(false), onPlace(next))} /></nav>;
  return (
    <h2 className={style.title}>
      <Popover trigger="click" open={open} onOpenChange={setOpen} placement="bottomLeft" content={menu} arrow={false} destroyOnHidden>
        <button type="button" className={`${style.title} ${style.titleButton}`} aria-expanded={open} title={t('chooseView')}>
          <span className="ell">{name}</span>
          <Icon name="down" size={15} />
        </button>
      </Popover>
    </h2>
  );
}

function FilterForm({ place, narrow, onNarrow, onDone }: Pick<Props, 'place' | 'narrow' | 'onNarrow'> & { onDone: () => void }) {
  const t = useWords(words);
  const [saving, setSaving] = useState(false);
  return (
    <div className={style.filterForm} role="group" aria-label={t('filter')}>
      <Checkbox autoFocus checked={narrow.unread} onChange={(event) => onNarrow({ unread: event.target.checked })}>{t('unreadOnly')}</Checkbox>
      {saving ? <SaveView place={place} narrow={narrow} onDone={onDone} /> : <Button size="small" onClick={() => setSaving(true)}>{t('saveView')}</Button>}
    </div>
  );
}
