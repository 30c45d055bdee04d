/** The article in the middle and its rail at the right, with everything one can do to it. */
import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { ArticleDetail, ArticleHit, Id, Revision, RevisionRow } from '../../ipc/bindings';
import { useAct, useCall } from '../../ipc/hooks';
import { useMayCall } from '../../ipc/me';
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import { Icon } from '../../kit/icons';
import { KeyCap } from '../../kit/key-cap';
import { useKeys, type Key } from '../../kit/keys';
import { NoRecord, Skeleton } from '../../kit/states';
import { copy } from '../../knowledge/clipboard';
import { CompareSheet } from '../../knowledge/compare-sheet';
import { PublishSheet, RetireSheet, RollBackSheet } from '../../knowledge/publish-sheet';
import { Rail } from '../../knowledge/rail';
import { Reader } from '../../knowledge/reader';
import { SuggestSheet } from '../../knowledge/suggest-sheet';
import { plainText } from '../../knowledge/text/tokens';
import { words as knowledgeWords } from '../../knowledge/words';
import { ReadAloud } from '../../speech/read-aloud';
import style from './knowledge.module.css';
import { words } from './words';

export function ArticlePane({ id, hit }: { id: Id; hit: ArticleHit | undefined }) {
  const k = useWords(knowledgeWords);
  const [, go] = useLocation();
  const read = useCall('knowledge.get', { id });
  if (read.error && !read.data) return <div className={style.main}><NoRecord error={read.error} title={k('gone')} next={k('goneNext')} back={k('back')} onBack={() => go('/knowledge')} onRetry={() => void read.refetch()} /></div>;
  if (!read.data) return <div className={style.main}><Skeleton lines={6} /></div>;
  return <Article detail={read.data} hit={hit} />;
}

type Open = { sheet: 'suggest' | 'publish' | 'retire' } | { sheet: 'compare'; from?: Id | undefined; to?: Id | undefined } | { sheet: 'back'; row: RevisionRow };

function Article({ detail, hit }: { detail: ArticleDetail; hit: ArticleHit | undefined }) {
  const t = useWords(words);
  const [reading, setReading] = useState<Id>();
  const [open, setOpen] = useState<Open>();
  const current = detail.published ?? detail.draft;
  const old = useCall('knowledge.revision', reading && reading !== current?.id ? { id: reading } : 'skip');
  const shown = reading && reading !== current?.id ? old.data : current;
  const close = () => setOpen(undefined);
  return (
    <>
      <div className={style.main}>
        {shown ? (
          <Reader detail={detail} revision={shown} hit={shown.id === current?.id ? hit : undefined} onReadNow={shown.id === current?.id ? undefined : () => setReading(undefined)} actions={<Actions detail={detail} revision={shown} onOpen={setOpen} />} />
        ) : <Skeleton lines={6} />}
      </div>
      <aside className={style.side} aria-label={t('side')}>
        <h2 className="unseen">{t('side')}</h2>
        <Rail detail={detail} reading={reading} onRead={setReading} onCompare={(from, to) => setOpen({ sheet: 'compare', from, to })} onRollBack={(row) => setOpen({ sheet: 'back', row })} onPublish={() => setOpen({ sheet: 'publish' })} />
      </aside>
      <SuggestSheet open={open?.sheet === 'suggest'} article={detail.article.id} onClose={close} />
      <PublishSheet open={open?.sheet === 'publish'} detail={detail} onClose={close} />
      <RetireSheet open={open?.sheet === 'retire'} detail={detail} onClose={close} />
      <RollBackSheet row={open?.sheet === 'back' ? open.row : undefined} detail={detail} onClose={close} />
      <CompareSheet open={open?.sheet === 'compare'} from={open?.sheet === 'compare' ? open.from : undefined} to={open?.sheet === 'compare' ? open.to : undefined} detail={detail} onClose={close} />
    </>
  );
}

function Actions({ detail, revision, onOpen }: { detail: ArticleDetail; revision: Revision; onOpen: (open: Open) => void }) {
  const k = useWords(knowledgeWords);
  const may = useMayCall();
  const [, go] = useLocation();
  const vote = useAct('knowledge.vote');
  const { id } = detail.article;
  const copyText = () => void copy(`${revision.title}\n\n${plainText(revision.body)}`, k('copied'), k('copyBroken'));
  const edit = () => go(`/knowledge/${id}/edit`);
  const mayEdit = may('knowledge.save');
  const publishable = detail.draft !== null && may('knowledge.publish');
  const keys: Key[] = [
    { key: 'c', label: k('keyCopy'), icon: 'link', also: 'copy fuzhi', run: copyText },
    { key: 'v', label: k('keyCompare'), icon: 'history', also: 'compare duibi', run: () => onOpen({ sheet: 'compare' }), disabled: detail.revisions.length < 2 },
    { key: 'h', label: k('keyHelpful'), icon: 'up2', run: () => vote.mutate({ id, helpful: detail.my_vote === 1 ? null : true }), notInPalette: true },
    ...(may('knowledge.suggest') ? [{ key: 's', label: k('keySuggest'), icon: 'say' as const, also: 'suggest jianyi', run: () => onOpen({ sheet: 'suggest' }) }] : []),
    ...(mayEdit ? [{ key: 'e', label: k('keyEdit'), icon: 'edit' as const, also: 'edit gai', run: edit }] : []),
  ];
  useKeys({ id: 'knowledge', title: k('scope'), order: 3 }, keys);
  const items = [
    { key: 'link', label: k('copyLink') },
    ...(mayEdit && may('knowledge.suggest') ? [{ key: 'suggest', label: k('suggest') }] : []),
    ...(may('knowledge.retire') && !detail.article.retired ? [{ key: 'retire', label: k('retire'), danger: true }] : []),
  ];
  const act: Record<string, () => void> = {
    link: () => void copy(`${window.location.origin}${window.location.pathname}#/knowledge/${id}`, k('linkCopied'), k('copyBroken')),
    suggest: () => onOpen({ sheet: 'suggest' }),
    retire: () => onOpen({ sheet: 'retire' }),
  };
  return (
    <>
      <ReadAloud within="article" />
      <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => act[key]?.() }}><IconButton icon="more" label={k('more')} menu /></Dropdown>
      {mayEdit ? <Button icon={<Icon name="edit" size={15} />} onClick={edit}>{k('edit')}</Button> : may('knowledge.suggest') && <Button icon={<Icon name="edit" size={15} />} onClick={() => onOpen({ sheet: 'suggest' })}>{k('suggest')}</Button>}
      {publishable ? <Button type="primary" onClick={() => onOpen({ sheet: 'publish' })}>{k('publish')}</Button> : <Button type="primary" onClick={copyText}>{k('copyText')}<KeyCap keys="c" /></Button>}
    </>
  );
}
