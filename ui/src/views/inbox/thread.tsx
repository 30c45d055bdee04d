/** One conversation: head, promise, log, and the box with what hangs over it. */
import { Button } from 'antd';
import { ThreadHeader } from '../../conversation/header';
import { PromiseLine } from '../../conversation/promise-line';
import { Side, type SideTab } from '../../conversation/side/side';
import style from '../../conversation/thread.module.css';
import { words } from '../../conversation/words';
import { Composer, type Written } from '../../draft/composer';
import type { Mode } from '../../draft/send-state';
import type { Channel, ConversationDetail, MessageView } from '../../ipc/bindings';
import { useAct, useCall } from '../../ipc/hooks';
import { useMe } from '../../ipc/me';
import { useWords } from '../../kit/i18n';
import { NoRecord, Skeleton } from '../../kit/states';
import { useNow, when } from '../../kit/time';
import { HeldBar, useUnsend } from '../../message/held-bar';
import { heldOf, waitingSince } from '../../message/lines';
import { Log } from '../../message/log';
import { MicButton } from '../../speech/mic-button';
import { VoiceNote } from '../../speech/voice-note';
import { useMessages, type Thread as Messages } from '../../message/use-messages';
import { useReadMark } from './read-mark';
import type { OpenThread } from './use-thread';

interface Props {
  thread: OpenThread;
  side: boolean;
  onSide: (open: boolean) => void;
  asOf: string | undefined;
  /** Closes what cannot be shown. */
  onLeave: () => void;
}

export function Thread({ thread, side, onSide, asOf, onLeave }: Props) {
  const t = useWords(words);
  const { detail } = thread;
  if (detail.data) return <OpenedThread of={detail.data} thread={thread} side={side} onSide={onSide} asOf={asOf} />;
  if (detail.error) return <NoRecord error={detail.error} title={t('missing')} next={t('missingNext')} back={t('toList')} onBack={onLeave} onRetry={() => void detail.refetch()} />;
  return <Skeleton lines={6} />;
}

function OpenedThread({ of, thread, side, onSide, asOf }: Omit<Props, 'onLeave'> & { of: ConversationDetail }) {
  const t = useWords(words);
  const messages = useMessages(of.conversation.id);
  const customer = of.customer?.name ?? t('noCustomer');
  useReadMark(of.conversation.id, of.unread, thread.leftUnread);
  return (
    <>
      <ThreadHeader of={of} acts={thread.acts} opened={thread.opened} onOpened={thread.setOpened} side={side} onSide={onSide} ticketHref={(id) => `#/tickets/${id}`} asOf={asOf} />
      <PromiseLine of={of.conversation} since={waitingSince(messages.views)} />
      <Log thread={messages} customer={customer} />
      <div className={style.dock}>
        <div className={style.dockInner}>
          {of.conversation.state === 'ended' ? <EndedStrip of={of} onReopen={thread.acts.reopen} /> : <Box of={of} thread={thread} messages={messages} customer={customer} />}
        </div>
      </div>
    </>
  );
}

function EndedStrip({ of, onReopen }: { of: ConversationDetail; onReopen: () => void }) {
  const t = useWords(words);
  return (
    <div className={style.endedStrip}>
      <span className="grow">{t('endedAt', { when: when(of.conversation.ended_at ?? of.conversation.opened_at) })} {t('endedNext')}</span>
      <Button onClick={onReopen}>{t('reopen')}</Button>
    </div>
  );
}

const spoken: readonly Channel[] = ['counter', 'hotline'];

/** Where people talk face to face, what the customer says has to be written down by hand. */
function modesFor(channel: Channel): readonly Mode[] {
  return spoken.includes(channel) ? ['reply', 'hear', 'note'] : ['reply', 'note'];
}

function useSend(id: string): (written: Written) => Promise<boolean> {
  const say = useAct('conversation.say');
  const hear = useAct('conversation.hear');
  return async ({ mode, text, attachments, transcript, mentions, andEnd }) => {
    try {
      if (mode === 'hear') await hear.mutateAsync({ id, text, attachments, transcript });
      else await say.mutateAsync({ id, text, attachments, transcript, audience: mode === 'note' ? 'colleagues' : 'customer', mentions, reply_to: null, and_end: andEnd });
      return true;
    } catch {
      return false; // what stands in the box stays; the reason has been shown by useAct
    }
  };
}

function Box({ of, thread, messages, customer }: { of: ConversationDetail; thread: OpenThread; messages: Messages; customer: string }) {
  const me = useMe();
  const now = useNow(1000);
  const staff = useCall('staff.cards', {});
  const send = useSend(of.conversation.id);
  const held = heldOf(messages.views, me?.staff.id, now);
  const restore = ({ message }: MessageView) => thread.composer.current?.restore(message.text, message.attachments);
  const unsend = useUnsend(restore);
  if (staff.isPending) return null;
  return (
    <>
      {held && <div className={style.held}><HeldBar key={held.message.id} held={held} customer={customer} onTaken={restore} /></div>}
      <Composer
        control={thread.composer}
        about={of.conversation.id}
        conversation={of.conversation.id}
        saved={of.draft}
        staff={staff.data ?? []}
        customer={customer}
        modes={modesFor(of.conversation.channel)}
        budget={of.budget}
        mayEnd
        onSend={send}
        onUndo={() => held !== undefined && (unsend(held), true)}
        spoken={(onNote) => <><MicButton /><VoiceNote onNote={onNote} /></>}
      />
    </>
  );
}

export function InboxSide({ thread, tab, onTab }: { thread: OpenThread; tab: SideTab; onTab: (tab: SideTab) => void }) {
  const of = thread.detail.data;
  if (!of) return null;
  return <Side of={of} tab={tab} onTab={onTab} onInsert={(text) => thread.composer.current?.insert(text)} onTag={thread.acts.tag} making={thread.making} onMaking={thread.setMaking} />;
}
