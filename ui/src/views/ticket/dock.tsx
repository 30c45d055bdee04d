/** The box at the foot: one quiet line until somebody writes. A reply goes out through the ticket's conversation, a note stays here. */
import { useEffect, useImperativeHandle, useRef, useState, type FocusEvent, type RefObject } from 'react';
import { BudgetPips } from '../../draft/budget';
import { Composer, type ComposerControl, type Written } from '../../draft/composer';
import { keptOf } from '../../draft/kept';
import type { Mode } from '../../draft/send-state';
import type { ConversationDetail, MessageView } from '../../ipc/bindings';
import { useAct, useCall } from '../../ipc/hooks';
import { useMay, useMe } from '../../ipc/me';
import { useChannelName } from '../../kit/avatar';
import { useWords } from '../../kit/i18n';
import { Icon } from '../../kit/icons';
import { KeyCap } from '../../kit/key-cap';
import { useNow } from '../../kit/time';
import { HeldBar, useUnsend } from '../../message/held-bar';
import { heldOf } from '../../message/lines';
import { MicButton } from '../../speech/mic-button';
import { VoiceNote } from '../../speech/voice-note';
import { useMessages } from '../../message/use-messages';
import style from './ticket-page.module.css';
import type { Page } from './use-page';
import { words } from './words';

export function Dock({ page }: { page: Page }) {
  const may = useMay()('conversation.work');
  const id = page.of.ticket.conversation;
  const linked = useCall('conversation.get', id && may ? { id } : 'skip');
  const box = useRef<ComposerControl>(null);
  const undoRef = useRef<() => boolean>(() => false);
  return (
    <div className={style.dock}>
      {linked.data && <Held id={linked.data.conversation.id} customer={page.of.customer?.name ?? ''} box={box} undoRef={undoRef} />}
      <Box page={page} thread={linked.data} box={box} onUndo={() => undoRef.current()} />
    </div>
  );
}

/** The seconds in which a reply can be taken back; it then goes back into the box. */
function Held({ id, customer, box, undoRef }: { id: string; customer: string; box: RefObject<ComposerControl | null>; undoRef: RefObject<() => boolean> }) {
  const me = useMe();
  const now = useNow(1000);
  const thread = useMessages(id);
  const held = heldOf(thread.views, me?.staff.id, now);
  const restore = ({ message }: MessageView) => box.current?.restore(message.text, message.attachments);
  const unsend = useUnsend(restore);
  useEffect(() => {
    undoRef.current = () => held !== undefined && (unsend(held), true);
  });
  return held && <div className={style.held}><HeldBar key={held.message.id} held={held} customer={customer} onTaken={restore} /></div>;
}

function useSend(page: Page, thread: ConversationDetail | undefined): (written: Written) => Promise<boolean> {
  const say = useAct('conversation.say');
  const note = useAct('ticket.comment');
  return async ({ mode, text, mentions, attachments, transcript }) => {
    try {
      if (mode === 'note' || !thread) await note.mutateAsync({ id: page.of.ticket.id, text, mentions, attachments, transcript });
      else await say.mutateAsync({ id: thread.conversation.id, text, attachments, transcript, audience: 'customer', mentions, reply_to: null, and_end: false });
      return true;
    } catch {
      return false; // what stands in the box stays; the reason has been shown by useAct
    }
  };
}

interface BoxProps {
  page: Page;
  thread: ConversationDetail | undefined;
  box: RefObject<ComposerControl | null>;
  onUndo: () => boolean;
}

function Box({ page, thread, box, onUndo }: BoxProps) {
  const t = useWords(words);
  const [writing, setWriting] = useState<Mode>();
  const staff = useCall('staff.cards', {});
  const send = useSend(page, thread);
  const { ticket, draft, customer } = page.of;
  const name = customer?.name ?? t('customerSaid');
  const modes: readonly Mode[] = thread?.conversation.state === 'open' ? ['reply', 'note'] : ['note'];
  useImperativeHandle(page.dock, () => ({
    write: (mode) => {
      if (writing !== undefined) box.current?.focus(mode);
      else setWriting(modes.includes(mode) ? mode : 'note');
    },
  }));
  useEffect(() => {
    if (writing !== undefined && staff.data) box.current?.focus(writing);
  }, [writing, staff.data, box]);
  const left = (event: FocusEvent) => {
    if (event.currentTarget.contains(event.relatedTarget) || keptOf(ticket.id, draft).text.trim() !== '' || !document.hasFocus()) return;
    setWriting(undefined);
  };
  if (writing === undefined || !staff.data) return <Closed page={page} thread={thread} modes={modes} name={name} onWrite={setWriting} />;
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- only notices that the focus left what stands inside
    <div onBlur={left}>
      <Composer
        control={box} about={ticket.id} {...(thread ? { conversation: thread.conversation.id } : {})} saved={draft} staff={staff.data} customer={name} modes={modes}
        budget={thread?.budget ?? null} mayEnd={false} onSend={send} onUndo={onUndo}
        spoken={(onNote) => <><MicButton /><VoiceNote onNote={onNote} /></>}
      />
    </div>
  );
}

function Closed({ page, thread, modes, name, onWrite }: Pick<BoxProps, 'page' | 'thread'> & { modes: readonly Mode[]; name: string; onWrite: (mode: Mode) => void }) {
  const t = useWords(words);
  const channel = useChannelName();
  const { ticket, draft } = page.of;
  const kept = keptOf(ticket.id, draft);
  const text = kept.text.trim();
  const first = modes[0] ?? 'note';
  const hint = first === 'note' ? t('dockNoteHint') : t('dockReplyHint', { name, channel: thread ? channel(thread.conversation.channel) : '' });
  const ended = thread?.conversation.state === 'ended';
  return (
    <div className={style.closed}>
      {modes.includes('reply') && <button type="button" className={`${style.tab} ${style.on}`} onClick={() => onWrite('reply')}>{t('dockReply')}</button>}
      <button type="button" className={style.tab} onClick={() => onWrite('note')}><Icon name="lock" size={14} />{t('dockNote')}</button>
      <button type="button" className={text ? `${style.say} ${style.drafted}` : style.say} onClick={() => onWrite(text && kept.internal ? 'note' : first)}>
        {text ? t('dockDraft', { text }) : ended ? t('threadEnded') : hint}
      </button>
      {thread?.budget && <span className={style.onlyWide}><BudgetPips budget={thread.budget} /></span>}
      <span className="row g4" style={{ padding: '0 4px' }} aria-hidden>{modes.includes('reply') && <KeyCap keys="r" />}<KeyCap keys="n" /></span>
    </div>
  );
}
