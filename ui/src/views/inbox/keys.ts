/** The keys of the inbox, as the `?` sheet and the palette show them. Those of the box itself are only listed here: it hears them. */
import { words } from '../../conversation/words';
import { words as draftWords } from '../../draft/words';
import { words as reminderWords } from '../../reminder/words';
import { useWords } from '../../kit/i18n';
import { useKeys, type Key } from '../../kit/keys';
import { useScopes } from '../../kit/scopes';
import type { OpenThread } from './use-thread';

interface Doings {
  serve: () => void;
  takeNext: () => void;
  toggleSide: () => void;
  nextTab: () => void;
  ticket: () => void;
  /** Puts the suggested answer into the reply. */
  answer: () => void;
}

export function useInboxKeys(thread: OpenThread, doings: Doings): void {
  const t = useWords(words);
  const d = useWords(draftWords);
  const r = useWords(reminderWords);
  const { writing } = useScopes();
  const ended = thread.detail.data?.conversation.state === 'ended';
  const disabled = !thread.detail.data;
  const { acts, composer, setOpened } = thread;
  const onThis: Key[] = [
    { key: 'r', label: t('keyReply'), icon: 'reply', run: () => composer.current?.focus('reply') },
    { key: 'n', label: t('keyNote'), icon: 'lock', run: () => composer.current?.focus('note') },
    { key: 'a', label: t('assign'), icon: 'forward', run: () => setOpened('assign') },
    { key: 'z', label: r('snooze'), icon: 'snooze', run: () => setOpened('snooze') },
    { key: 'u', label: t('markUnread'), icon: 'inbox', run: acts.markUnread },
    { key: 't', label: t('keyTicket'), icon: 'ticket', run: doings.ticket },
    { key: 'y', label: t('keyAnswer'), icon: 'spark', also: 'answer xiaoer daan', run: doings.answer },
    { key: 'e', label: ended ? t('reopen') : t('end'), icon: 'archive', run: ended ? acts.reopen : acts.end },
    { key: 'shift+e', label: t('endNext'), icon: 'archive', run: acts.endAndNext },
  ];
  useKeys({ id: 'conversation', title: t('scope'), order: 1 }, [
    ...onThis.map((key) => ({ ...key, disabled })),
    { key: ']', label: t('sidePane'), icon: 'panel', run: doings.toggleSide },
    { key: '[', label: t('nextTab'), run: doings.nextTab, notInPalette: true },
    { key: 'shift+n', label: t('newConversation'), icon: 'edit', run: doings.serve },
    { key: 'g n', label: t('keyNext'), icon: 'hand', run: doings.takeNext },
  ]);
  const listed: Key[] = [
    { key: 'mod+enter', label: d('send') },
    { key: 'mod+shift+enter', label: d('sendAndEnd') },
    { key: '/', label: d('canned') },
    { key: '??', label: d('knowledge') },
    { key: '@', label: d('colleague') },
    { key: 'mod+z', label: d('undoLast') },
    { key: 'escape', label: d('leave') },
  ];
  useKeys(writing, listed.map((key) => ({ ...key, notInPalette: true })));
}
