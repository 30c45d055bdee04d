/** Intents as lines: what customers want, how they say it, what a ticket for it becomes. */
import type { Intent } from '../ipc/bindings';
import { useCall } from '../ipc/hooks';
import { useWords } from '../kit/i18n';
import { Rows, type Column } from '../kit/rows';
import { words } from './words';

export function IntentList({ intents, onOpen }: { intents: readonly Intent[]; onOpen: (intent: Intent) => void }) {
  const t = useWords(words);
  const types = useCall('ticket_type.list', {}).data ?? [];
  const columns: Column<Intent>[] = [
    { key: 'name', title: t('name'), width: 'minmax(136px, .8fr)', cell: (intent) => <span className="t14">{intent.name}</span> },
    { key: 'examples', title: t('examples'), width: 'minmax(220px, 2.4fr)', cell: (intent) => <span className="ink2">{intent.examples.join(' · ')}</span> },
    { key: 'count', title: t('phrases'), width: '88px', end: true, cell: (intent) => <span className="num">{intent.examples.length}</span> },
    { key: 'kind', title: t('kind'), width: 'minmax(112px, .6fr)', cell: (intent) => types.find((type) => type.id === intent.kind)?.name ?? <span className="ink3">{t('none')}</span> },
  ];
  return <Rows label={t('intents')} columns={columns} rows={intents} idOf={(intent) => intent.id} onOpen={onOpen} />;
}
