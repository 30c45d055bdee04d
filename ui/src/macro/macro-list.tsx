/** Macros as lines: where each is used, what it does in short, who may use it. */
import { reachOf } from '../canned/reach';
import { useReachName } from '../canned/reach-field';
import type { Macro } from '../ipc/bindings';
import { useWords } from '../kit/i18n';
import { Rows, type Column } from '../kit/rows';
import { appliesTo } from './steps';
import { useStepName } from './steps-editor';
import { words } from './words.editor';

export function MacroList({ macros, onOpen }: { macros: readonly Macro[]; onOpen: (macro: Macro) => void }) {
  const t = useWords(words);
  const stepName = useStepName();
  const reachName = useReachName();
  const places = (macro: Macro) => {
    const applies = appliesTo(macro.applies);
    return applies.length > 1 ? t('both') : applies[0] === 'conversation' ? t('onConversation') : t('onTicket');
  };
  const columns: Column<Macro>[] = [
    { key: 'name', title: t('name'), width: 'minmax(160px, 1fr)', cell: (macro) => <span className="t14">{macro.name}</span> },
    { key: 'applies', title: t('applies'), width: 'minmax(104px, .6fr)', cell: places },
    { key: 'steps', title: t('steps'), width: 'minmax(240px, 2.4fr)', cell: (macro) => <span className="ink2">{macro.steps.map(stepName).join(' → ')}</span> },
    { key: 'who', title: t('who'), width: 'minmax(104px, .6fr)', cell: (macro) => reachName(reachOf(macro), macro.shop) },
  ];
  return <Rows label={t('macros')} columns={columns} rows={macros} idOf={(macro) => macro.id} onOpen={onOpen} />;
}
