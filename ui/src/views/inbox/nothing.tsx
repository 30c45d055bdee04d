/** No conversation chosen: what to do next, and at the end of a day's waiting list a moment of rest. */
import { Button } from 'antd';
import { countOf } from '../../conversation/views';
import type { Conversations } from '../../conversation/use-conversations';
import type { Place } from '../../conversation/where';
import { words } from '../../conversation/words';
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { KeyCap } from '../../kit/key-cap';
import { Empty } from '../../kit/states';

interface Props {
  place: Place;
  conversations: Conversations;
  onTakeNext: () => void;
  onGo: (place: Place) => void;
}

export function Nothing({ place, conversations, onTakeNext, onGo }: Props) {
  const t = useWords(words);
  const counts = useCall('conversation.counts', {});
  if (conversations.loading || conversations.error) return null;
  const done = place.of === 'view' && place.view === 'waiting' && conversations.total === 0;
  if (!done) return <Empty size="small" title={t('choose')} next={t('chooseNext')} />;
  const ended = countOf(counts.data?.views, 'ended_today')?.count ?? 0;
  const free = countOf(counts.data?.views, 'unassigned')?.count ?? 0;
  const facts = (
    <>
      {ended > 0 && <div>{t('allDoneEnded', { count: ended })}</div>}
      <div>{free > 0 ? t('allDoneFree', { count: free }) : t('allDoneNothing')}</div>
    </>
  );
  const actions = free > 0 && (
    <>
      <Button type="primary" onClick={onTakeNext}>{t('takeNext')} <KeyCap keys="g n" /></Button>
      <Button onClick={() => onGo({ of: 'view', view: 'unassigned' })}>{t('seeFree', { count: free })}</Button>
    </>
  );
  return <Empty drawing="tea" title={t('allDone')} next={facts} actions={actions} />;
}
