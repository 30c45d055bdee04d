/** Writes one article: the text as it reads or as source, what changed against the one in effect, and a preview. */
import { Segmented } from 'antd';
import type { Editor } from '@tiptap/react';
import { useState } from 'react';
import type { ArticleDetail, Revision, ShopRow } from '../../ipc/bindings';
import { Chip } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import { useKeys } from '../../kit/keys';
import { clock } from '../../kit/time';
import { DiffView } from '../diff-view';
import { Markdown } from '../text/markdown';
import type { Branch } from '../tree';
import { useVersion } from '../version';
import { words as knowledgeWords } from '../words';
import { Conflict } from './conflict';
import style from './editor.module.css';
import { Review } from './review';
import type { EditSession, Snapshot } from './session';
import { Toolbar } from './toolbar';
import { Writing, useMode } from './writing';
import { plainText } from '../text/tokens';
import { words } from './words';

type Tab = 'write' | 'changes' | 'preview';
const tabs: readonly Tab[] = ['write', 'changes', 'preview'];

interface Props {
  session: EditSession;
  now: Snapshot;
  detail: ArticleDetail | undefined;
  branches: readonly Branch[];
  shops: readonly ShopRow[];
  onBack: () => void;
  onDone: () => void;
}

export function EditorScreen({ session, now, detail, branches, shops, onBack, onDone }: Props) {
  const t = useWords(words);
  const k = useWords(knowledgeWords);
  const [tab, setTab] = useState<Tab>('write');
  const [editor, setEditor] = useState<Editor | null>(null);
  const mode = useMode(now);
  useKeys({ id: 'knowledge', title: k('scope'), order: 3 }, [
    { key: 'mod+s', label: k('keySave'), icon: 'save', run: () => void session.flush() },
    { key: 'mod+e', label: k('keyPreview'), icon: 'eye', run: () => setTab(tabs[(tabs.indexOf(tab) + 1) % tabs.length] ?? 'write') },
    { key: 'alt+arrowleft', label: k('keyBack'), icon: 'left', run: onBack, notInPalette: true },
  ]);
  const conflict = now.state === 'conflict' && detail;
  return (
    <div className={style.screen}>
      <section className={style.main} aria-label={t('editor')}>
        <Head session={session} now={now} tab={tab} onTab={setTab} onBack={onBack} />
        {tab === 'write' && !conflict && (
          <div className={style.toolRow}>
            {editor && mode.rich && <Toolbar editor={editor} />}
            <span className="grow" />
            <Segmented size="small" aria-label={t('mode')} value={mode.rich ? 'rich' : 'source'} onChange={(next) => mode.choose(next === 'rich')}
              options={[{ value: 'rich', label: t('modeRich'), disabled: !mode.mayRich, tooltip: mode.mayRich ? undefined : t('modeOnlySource') }, { value: 'source', label: t('modeSource') }]} />
            <span className="t12 ink3 num nowrap">{t('letters', { count: [...plainText(now.written.body).replace(/\s/g, '')].length })}</span>
          </div>
        )}
        <div className={style.paper}>
          {conflict ? <Conflict detail={detail} mine={now.written} onSettle={(how, theirs) => void session.settle(how, theirs, t('conflictMine'))} /> : <Paper tab={tab} now={now} session={session} published={detail?.published ?? null} rich={mode.rich} onReady={setEditor} />}
        </div>
      </section>
      <Review detail={detail} session={session} now={now} branches={branches} shops={shops} onDone={onDone} />
    </div>
  );
}

function Head({ session, now, tab, onTab, onBack }: { session: EditSession; now: Snapshot; tab: Tab; onTab: (tab: Tab) => void; onBack: () => void }) {
  const t = useWords(words);
  const k = useWords(knowledgeWords);
  const version = useVersion();
  return (
    <header className={style.head}>
      <IconButton icon="left" label={k('back')} onClick={onBack} />
      <h1 className="ell">{now.written.title.trim() || t('newArticle')}</h1>
      {now.number !== undefined && <Chip tone="warn">{k('versionDraft', { version: version(now.number) })}</Chip>}
      <SaveState session={session} now={now} />
      <span className="grow" />
      <Segmented aria-label={t('tabs')} value={tab} onChange={onTab} options={[{ value: 'write', label: t('tabWrite') }, { value: 'changes', label: t('tabChanges') }, { value: 'preview', label: t('tabPreview') }]} />
    </header>
  );
}

function SaveState({ session, now }: { session: EditSession; now: Snapshot }) {
  const t = useWords(words);
  const said: Record<Snapshot['state'], string> = {
    idle: now.id === null ? t('nothingYet') : '',
    waiting: t('unsaved'),
    saving: t('saving'),
    saved: now.savedAt ? t('saved', { clock: clock(now.savedAt) }) : '',
    stuck: t('stuck'),
    conflict: t('stuck'),
  };
  return (
    <span className="row g4 t12 ink3 num nowrap" role="status">
      {said[now.state]}
      {(now.state === 'waiting' || now.state === 'stuck') && <IconButton icon="save" small label={t('saveNow')} keys="mod+s" onClick={() => void session.flush()} />}
    </span>
  );
}

interface PaperProps {
  tab: Tab;
  now: Snapshot;
  session: EditSession;
  published: Revision | null;
  rich: boolean;
  onReady: (editor: Editor | null) => void;
}

function Paper({ tab, now, session, published, rich, onReady }: PaperProps) {
  if (tab === 'write') return <Writing key={`${now.epoch}`} now={now} session={session} rich={rich} onReady={onReady} />;
  return (
    <article className={style.sheet}>
      {tab === 'preview' ? <><h1 className={style.title}>{now.written.title}</h1><Markdown text={now.written.body} /></> : <Changes now={now} published={published} />}
    </article>
  );
}

function Changes({ now, published }: { now: Snapshot; published: Revision | null }) {
  const t = useWords(words);
  const version = useVersion();
  if (!published) return <div className="ink3">{t('changesFirst')}</div>;
  const [before, after] = [`# ${published.title}\n${published.body}`, `# ${now.written.title}\n${now.written.body}`];
  if (before === after) return <div className="ink3">{t('changesNone', { version: version(published.number) })}</div>;
  return (
    <>
      <div className="t13 ink3" style={{ padding: '0 12px 8px' }}>{t('changesAgainst', { version: version(published.number) })}</div>
      <DiffView before={before} after={after} fold={false} />
    </>
  );
}
