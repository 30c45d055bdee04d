/** The room of knowledge: browse and read, write, look at suggestions, import. */
import { TreeSelect } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useLocation, useRoute } from 'wouter';
import { KnowledgeImport } from '../../import/knowledge-page';
import type { Id } from '../../ipc/bindings';
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { useKeys } from '../../kit/keys';
import { Skeleton } from '../../kit/states';
import { Markdown } from '../../knowledge/text/markdown';
import { choicesOf, treeOf, type Branch } from '../../knowledge/tree';
import { words as knowledgeWords } from '../../knowledge/words';
import { Browse } from './browse';
import { plain, type Looking } from './looking';
import { SuggestionsPage } from './suggestions';
import { words } from './words';

/** The editor is large and seldom needed; the frame's own loading state covers its arrival. */
const EditPage = lazy(() => import('./edit').then((loaded) => ({ default: loaded.EditPage })));

const HOME = '/knowledge';

export default function KnowledgeRoom() {
  const [, params] = useRoute('/knowledge/:id/:part?');
  const [looking, setLooking] = useState<Looking>(plain);
  const nodes = useCall('knowledge.categories', {}).data;
  const branches = useMemo(() => treeOf(nodes ?? []), [nodes]);
  const [made, setMade] = useState<Id>();
  const [, go] = useLocation();
  const id = params?.id;
  if (id === 'import') return <ImportPage branches={branches} onBack={() => go(HOME)} />;
  if (id === 'suggestions') return <SuggestionsPage onBack={() => go(HOME)} />;
  if (id === 'new' || (id && params.part === 'edit')) {
    const existing = id === 'new' || id === made ? undefined : id;
    const leave = (to?: Id) => {
      setMade(undefined);
      go(to ? `${HOME}/${to}` : HOME);
    };
    return (
      <Suspense fallback={<div className="grow"><Skeleton lines={6} /></div>}>
        <EditPage key={existing ?? 'new'} id={existing} branches={branches} category={looking.category} onMade={setMade} onLeave={leave} />
      </Suspense>
    );
  }
  return <Browse looking={looking} onLook={setLooking} branches={branches} ready={nodes !== undefined} id={id} />;
}

function ImportPage({ branches, onBack }: { branches: readonly Branch[]; onBack: () => void }) {
  const t = useWords(words);
  const k = useWords(knowledgeWords);
  useKeys({ id: 'knowledge', title: k('scope'), order: 3 }, [{ key: 'escape', label: t('home'), run: onBack, notInPalette: true }]);
  const categories = (value: Id | null, onChange: (id: Id | null) => void) => (
    <TreeSelect allowClear aria-label={t('category')} placeholder={t('fileCategory')} style={{ width: 220 }} value={value ?? undefined} treeData={choicesOf(branches)} treeDefaultExpandAll onChange={(id: string | undefined) => onChange(id ?? null)} />
  );
  return <KnowledgeImport categories={categories} text={(markdown) => <Markdown text={markdown} />} onBack={onBack} onSee={onBack} />;
}
