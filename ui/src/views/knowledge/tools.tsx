/** What one can do with the whole library, as buttons and as keys. */
import { Badge, Dropdown } from 'antd';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { ExportSheet } from '../../export/export-sheet';
import { useCall } from '../../ipc/hooks';
import { useMayCall } from '../../ipc/me';
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import { useKeys, type Key } from '../../kit/keys';
import { words as knowledgeWords } from '../../knowledge/words';
import { words } from './words';

export function Tools({ onManage }: { onManage: () => void }) {
  const t = useWords(words);
  const k = useWords(knowledgeWords);
  const may = useMayCall();
  const [, go] = useLocation();
  const [exporting, setExporting] = useState(false);
  const waiting = useCall('knowledge.suggestions', { state: 'open' }).data?.length ?? 0;
  const items = [
    ...(may('import.read_knowledge') ? [{ key: 'import', label: t('importFiles') }] : []),
    ...(may('export.run') ? [{ key: 'export', label: t('exportThem') }] : []),
    ...(may('knowledge.save_category') ? [{ key: 'categories', label: k('manageCategories') }] : []),
  ];
  const act: Record<string, () => void> = { import: () => go('/knowledge/import'), export: () => setExporting(true), categories: onManage };
  return (
    <>
      <Badge count={waiting} size="small" offset={[-6, 6]} color="var(--z-warn)">
        <IconButton icon="say" label={t('suggestionsWaiting', { count: waiting })} onClick={() => go('/knowledge/suggestions')} />
      </Badge>
      {items.length > 0 && (
        <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => act[key]?.() }}>
          <IconButton icon="more" label={k('more')} menu />
        </Dropdown>
      )}
      {may('knowledge.save') && <IconButton icon="plus" label={k('write')} keys="n" onClick={() => go('/knowledge/new')} />}
      <ExportSheet open={exporting} first={['articles']} onClose={() => setExporting(false)} />
    </>
  );
}

export function useBrowseKeys(find: () => void): void {
  const k = useWords(knowledgeWords);
  const may = useMayCall();
  const [, go] = useLocation();
  const keys: Key[] = [
    { key: 'f', label: k('keyFind'), icon: 'search', also: 'search zhishi sou', run: find },
    { key: 'i', label: k('keyInbox'), icon: 'say', also: 'suggestions jianyi', run: () => go('/knowledge/suggestions') },
    ...(may('knowledge.save') ? [{ key: 'n', label: k('keyNew'), icon: 'plus' as const, also: 'write new xie', run: () => go('/knowledge/new') }] : []),
    ...(may('import.read_knowledge') ? [{ key: '', label: k('keyImport'), icon: 'archive' as const, also: 'import daoru', run: () => go('/knowledge/import') }] : []),
  ];
  useKeys({ id: 'knowledge', title: k('scope'), order: 3 }, keys);
}
