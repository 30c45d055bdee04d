/** Categories, what is filed or found, the article, and its versions, side by side. */
import { Button, Popover, Segmented, Select, type InputRef } from 'antd';
import { useRef, useState, type RefObject } from 'react';
import { useLocation } from 'wouter';
import type { ArticleHit, Id } from '../../ipc/bindings';
import { useCall } from '../../ipc/hooks';
import { useMayCall } from '../../ipc/me';
import { useWords } from '../../kit/i18n';
import { Icon } from '../../kit/icons';
import { useWide } from '../../kit/media';
import { SearchBox } from '../../kit/search-box';
import { Empty, Failure, Skeleton } from '../../kit/states';
import { VirtualList } from '../../kit/virtual-list';
import { CategoryTree } from '../../knowledge/categories';
import { CategorySheet } from '../../knowledge/category-sheet';
import { articleStates, FiledRow, HitRow, useStateName } from '../../knowledge/rows';
import { SuggestSheet } from '../../knowledge/suggest-sheet';
import { pathTo, type Branch } from '../../knowledge/tree';
import { HITS, useArticles, useFound } from '../../knowledge/use-articles';
import { words as knowledgeWords } from '../../knowledge/words';
import { ArticlePane } from './article';
import style from './knowledge.module.css';
import type { Looking } from './looking';
import { Tools, useBrowseKeys } from './tools';
import { words } from './words';

interface Props {
  looking: Looking;
  onLook: (next: Looking) => void;
  branches: readonly Branch[];
  ready: boolean;
  id: Id | undefined;
}

const HIT_HEIGHT = 122;

export function Browse({ looking, onLook, branches, ready, id }: Props) {
  const t = useWords(knowledgeWords);
  const wide = useWide();
  const [, go] = useLocation();
  const [managing, setManaging] = useState(false);
  const box = useRef<InputRef>(null);
  const room = useRef<HTMLDivElement>(null);
  const asking = looking.text.trim() !== '';
  const filed = useArticles(looking.category, looking.state, !asking);
  const found = useFound(looking.text, looking.category, looking.newest);
  const total = useCall('knowledge.list', { category: null, state: null, offset: 0, limit: 1 }).data?.total ?? 0;
  const items: Item[] = asking ? found.items.map((hit) => ({ id: hit.article.id, hit })) : filed.items.map((row) => ({ id: row.id, row }));
  const current = id ?? items[0]?.id;
  const hit = found.items.find((each) => each.article.id === current);
  const open = (next: Id) => go(`/knowledge/${next}`, { replace: id !== undefined });
  const down = () => {
    room.current?.querySelector<HTMLElement>('[role=listbox]')?.focus();
    if (items[0] && !items.some((item) => item.id === id)) open(items[0].id);
  };
  useBrowseKeys(() => box.current?.focus());
  const tree = <CategoryTree key={ready ? 'ready' : 'empty'} branches={branches} total={total} chosen={looking.category} onChoose={(category) => onLook({ ...looking, category })} />;
  const listed = asking ? found : filed;
  return (
    <div className={style.room} ref={room}>
      {wide && (
        <nav className={`${style.cats} col`} aria-label={t('categories')}>
          <div className={style.head}><h1 className="t16 b grow">{t('library')}</h1><Tools onManage={() => setManaging(true)} /></div>
          {tree}
          <Pack total={total} />
        </nav>
      )}
      <section className={style.list} aria-label={t('results')}>
        {!wide && <FoldedHead branches={branches} looking={looking} tree={tree} onManage={() => setManaging(true)} />}
        <Ask looking={looking} onLook={onLook} count={listed.total} onDown={down} box={box} asking={asking} />
        <div className={style.rows}>
          {listed.error ? <Failure message={listed.error.message} refusal={listed.error.refusal} onRetry={listed.retry} /> : listed.loading ? <Skeleton lines={6} /> : items.length === 0 ? <Nothing looking={looking} asking={asking} onLook={onLook} /> : (
            <VirtualList label={t('results')} items={items} idOf={(item) => item.id} rowHeight={HIT_HEIGHT} current={current} letters onMove={(item) => open(item.id)} onNearEnd={listed.more}>
              {(item, { current: on }) => ('hit' in item ? <HitRow hit={item.hit} on={on} /> : <FiledRow row={item.row} on={on} />)}
            </VirtualList>
          )}
        </div>
      </section>
      {current ? <ArticlePane key={current} id={current} hit={hit} /> : <div className={style.main}>{items.length === 0 && !listed.loading ? null : <Empty title={t('pick')} next={t('pickNext')} />}</div>}
      <CategorySheet open={managing} branches={branches} onClose={() => setManaging(false)} />
    </div>
  );
}

type Item = { id: Id; hit: ArticleHit } | { id: Id; row: ReturnType<typeof useArticles>['items'][number] };

function Pack({ total }: { total: number }) {
  const t = useWords(knowledgeWords);
  return (
    <div className="col t12 ink3" style={{ gap: 6, padding: '12px 16px 16px', borderTop: '1px solid var(--z-line-soft)' }}>
      <span className="row g8 num"><Icon name="check" size={14} style={{ color: 'var(--z-ok)' }} />{t('packLocal', { count: total })}</span>
      <span style={{ paddingLeft: 22 }}>{t('packOffline')}</span>
    </div>
  );
}

/** Below 1600 px the tree hangs on the list's title. */
function FoldedHead({ branches, looking, tree, onManage }: { branches: readonly Branch[]; looking: Looking; tree: React.ReactNode; onManage: () => void }) {
  const t = useWords(words);
  const k = useWords(knowledgeWords);
  const chosen = looking.category ? pathTo(branches, looking.category).at(-1) : undefined;
  return (
    <div className={style.head}>
      <Popover trigger="click" placement="bottomLeft" content={<div className={style.fold}>{tree}</div>}>
        <button type="button" className={style.titleButton} aria-haspopup="dialog" title={t('filter')}><span className="ell">{chosen?.name ?? k('all')}</span><Icon name="down" size={14} /></button>
      </Popover>
      <span className="grow" />
      <Tools onManage={onManage} />
    </div>
  );
}

interface AskProps {
  looking: Looking;
  onLook: (next: Looking) => void;
  count: number;
  asking: boolean;
  onDown: () => void;
  box: RefObject<InputRef | null>;
}

function Ask({ looking, onLook, count, asking, onDown, box }: AskProps) {
  const t = useWords(knowledgeWords);
  const stateName = useStateName();
  const states = [{ value: 'any', label: t('stateAny') }, ...articleStates.map((state) => ({ value: state, label: stateName(state) }))];
  return (
    <div className={style.ask} role="search">
      <SearchBox ref={box} large text={looking.text} onText={(text) => onLook({ ...looking, text })} label={t('search')} placeholder={t('searchHint')} onDown={onDown} />
      <div className={style.under}>
        <span className="t12 ink3 num" role="status">{asking && count >= HITS ? t('foundMany', { count }) : t('found', { count })}</span>
        <span className="grow" />
        {asking ? (
          <Segmented size="small" aria-label={t('sort')} value={looking.newest ? 'newest' : 'best'} onChange={(next) => onLook({ ...looking, newest: next === 'newest' })} options={[{ value: 'best', label: t('sortBest') }, { value: 'newest', label: t('sortNewest') }]} />
        ) : (
          <Select size="small" variant="borderless" aria-label={t('stateFilter')} value={looking.state ?? 'any'} options={states} popupMatchSelectWidth={false} onChange={(next) => onLook({ ...looking, state: articleStates.find((state) => state === next) ?? null })} />
        )}
      </div>
    </div>
  );
}

function Nothing({ looking, asking, onLook }: { looking: Looking; asking: boolean; onLook: (next: Looking) => void }) {
  const t = useWords(words);
  const k = useWords(knowledgeWords);
  const may = useMayCall();
  const [, go] = useLocation();
  const [suggesting, setSuggesting] = useState(false);
  if (asking) {
    const actions = (
      <>
        <Button onClick={() => onLook({ ...looking, text: '' })}>{t('dropSearch')}</Button>
        {may('knowledge.suggest') && <Button onClick={() => setSuggesting(true)}>{k('suggestNew')}</Button>}
      </>
    );
    return (
      <>
        <Empty size="small" title={k('noneFound', { text: looking.text })} next={k('noneFoundNext')} actions={actions} />
        <SuggestSheet open={suggesting} article={null} first={looking.text} onClose={() => setSuggesting(false)} />
      </>
    );
  }
  const actions = may('knowledge.save') && (
    <>
      <Button onClick={() => go('/knowledge/new')}>{k('write')}</Button>
      <Button onClick={() => go('/knowledge/import')}>{t('importFiles')}</Button>
    </>
  );
  return <Empty size="small" title={k('noneHere')} next={actions ? k('noneHereNext') : undefined} actions={actions} />;
}

