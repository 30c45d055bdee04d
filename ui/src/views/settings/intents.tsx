/** What customers want, taught by what they say; with a phrase to try. */
import { IntentList } from '../../intent/intent-list';
import { IntentSheet } from '../../intent/intent-sheet';
import { TryBox } from '../../intent/try-box';
import { words as intentWords } from '../../intent/words';
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { Empty } from '../../kit/states';
import { NEW, openedIn, Page, Read, useSheet } from './page';
import style from './settings.module.css';
import { words } from './words';

export function IntentsPart() {
  const t = useWords(words);
  const i = useWords(intentWords);
  const all = useCall('intent.list', {});
  const sheet = useSheet('intents');
  const opened = openedIn(sheet, all.data, (intent) => intent.id);
  return (
    <Page title={t('intents')} count={all.data?.length} create={{ label: i('newIntent'), run: () => sheet.show(NEW) }} note={t('intentsNote')} filters={<TryBox className={style.tryBox} />}>
      <Read of={all}>{(rows) => (rows.length === 0 ? <Empty title={t('intentsNone')} next={t('intentsNoneNext')} /> : <IntentList intents={rows} onOpen={(intent) => sheet.show(intent.id)} />)}</Read>
      {opened && <IntentSheet key={opened.key} intent={opened.record} onClose={sheet.close} />}
    </Page>
  );
}
