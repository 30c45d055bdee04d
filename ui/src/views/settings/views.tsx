/** Saved views of tickets and conversations: names, reach, order. They are made where the lists are. */
import { Segmented } from 'antd';
import { useState } from 'react';
import type { ViewOf } from '../../ipc/bindings';
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { Empty } from '../../kit/states';
import { ViewRows } from '../../view/view-rows';
import { words as viewWords } from '../../view/words.editor';
import { Page, Read } from './page';
import { words } from './words';

export function ViewsPart() {
  const t = useWords(words);
  const v = useWords(viewWords);
  const [of, setOf] = useState<ViewOf>('ticket');
  const views = useCall('view.list', { of });
  const kinds = <Segmented aria-label={v('kind')} value={of} onChange={setOf} options={[{ value: 'ticket', label: v('ofTicket') }, { value: 'conversation', label: v('ofConversation') }]} />;
  return (
    <Page title={t('views')} count={views.data?.length} extra={kinds}>
      <Read of={views}>{() => <ViewRows key={of} of={of} empty={<Empty title={v('none')} next={of === 'ticket' ? v('noneTicketNext') : v('noneConversationNext')} />} />}</Read>
    </Page>
  );
}
