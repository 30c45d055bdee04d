/** What stands where the table would be when it has no rows: why, and what is next. */
import { Button } from 'antd';
import { useWords } from '../../kit/i18n';
import { Empty } from '../../kit/states';
import { words } from './words';

interface Props {
  tab: string;
  narrowed: boolean;
  onClear: () => void;
  onCreate: () => void;
}

export function Nothing({ tab, narrowed, onClear, onCreate }: Props) {
  const t = useWords(words);
  if (narrowed) return <Empty title={t('emptyNarrow')} next={t('emptyNarrowNext')} actions={<Button onClick={onClear}>{t('clearFilters')}</Button>} />;
  if (tab === 'all') return <Empty title={t('emptyAll')} next={t('emptyAllNext')} actions={<Button onClick={onCreate}>{t('create')}</Button>} />;
  if (tab === 'mine') return <Empty title={t('emptyMine')} next={t('emptyMineNext')} drawing="tea" />;
  if (tab === 'due_soon') return <Empty title={t('emptyDue')} next={t('emptyDueNext')} drawing="tea" />;
  return <Empty title={t('emptyView')} next={t('emptyViewNext')} />;
}
