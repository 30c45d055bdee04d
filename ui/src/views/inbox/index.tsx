/** The inbox: views, list, thread, side. The address says which list and which conversation, so that a link leads to both. */
import { useCallback, useState } from 'react';
import { useLocation } from 'wouter';
import { ConversationList } from '../../conversation/list';
import { ServeSheet } from '../../conversation/serve';
import { bestAnswer, useAssist } from '../../conversation/side/use-assist';
import { sideTabs, type SideTab } from '../../conversation/side/side';
import { after, useConversations } from '../../conversation/use-conversations';
import { ViewsColumn } from '../../conversation/views';
import { addressOf, plain, readAddress, type Narrowing, type Place } from '../../conversation/where';
import { useDoor } from '../../ipc/door';
import { remembered, useRemembered } from '../../kit/remembered';
import { SplitLayout } from '../../kit/split-layout';
import { clock } from '../../kit/time';
import { Nothing } from './nothing';
import { InboxSide, Thread } from './thread';
import { useInboxKeys } from './keys';
import { useTakeNext } from './take-next';
import { useThread } from './use-thread';

const sideOpen = remembered<boolean>('inbox.side', (text) => text !== 'off', (on) => (on ? 'on' : 'off'));

export default function Inbox() {
  const [path, go] = useLocation();
  const { place, id } = readAddress(path);
  const { reachable } = useDoor();
  const [narrow, setNarrow] = useState<Narrowing>(plain);
  const [serving, setServing] = useState(false);
  const [tab, setTab] = useState<SideTab>('customer');
  const side = useRemembered(sideOpen);
  const conversations = useConversations(place, narrow);

  const choose = useCallback((next: string | undefined) => go(addressOf({ place, id: next })), [go, place]);
  const goTo = (next: Place) => (setNarrow((now) => ({ ...now, text: '' })), go(addressOf({ place: next, id: undefined })));
  const next = () => choose(id === undefined ? undefined : after(conversations.rows, id));
  const onNarrow = useCallback((part: Partial<Narrowing>) => setNarrow((now) => ({ ...now, ...part })), []);
  const takeNext = useTakeNext((taken) => go(addressOf({ place, id: taken })));
  const thread = useThread(id, next);
  const answer = bestAnswer(useAssist(id).data);
  useInboxKeys(thread, {
    serve: () => setServing(true),
    takeNext,
    toggleSide: () => sideOpen.set(!side),
    nextTab: () => (sideOpen.set(true), setTab(sideTabs[(sideTabs.indexOf(tab) + 1) % sideTabs.length] ?? 'customer')),
    answer: () => answer && thread.composer.current?.insert(answer),
    ticket: () => (sideOpen.set(true), setTab('tickets'), thread.setMaking(true)),
  });

  const asOf = reachable || conversations.asOf === 0 ? undefined : clock(conversations.asOf);
  return (
    <>
      <SplitLayout
        views={<ViewsColumn at={place} onGo={goTo} onNew={() => setServing(true)} />}
        list={
          <ConversationList place={place} narrow={narrow} conversations={conversations} current={id} onPlace={goTo} onNarrow={onNarrow} onChoose={choose} onOpen={() => thread.composer.current?.focus()} onNew={() => setServing(true)} />
        }
        side={side && id && thread.detail.data ? <InboxSide key={id} thread={thread} tab={tab} onTab={setTab} /> : undefined}
      >
        {id ? <Thread key={id} thread={thread} side={side} onSide={sideOpen.set} asOf={asOf} onLeave={() => choose(undefined)} /> : <Nothing place={place} conversations={conversations} onTakeNext={takeNext} onGo={goTo} />}
      </SplitLayout>
      <ServeSheet open={serving} onClose={() => setServing(false)} onOpened={(made) => go(addressOf({ place: { of: 'view', view: 'mine' }, id: made }))} />
    </>
  );
}
