/** Everything about the conversation on the screen that header, box, side and keys share. */
import type { UseQueryResult } from '@tanstack/react-query';
import { useRef, useState, type RefObject } from 'react';
import type { Opened } from '../../conversation/header';
import { useConversationActs, type ConversationActs } from '../../conversation/use-acts';
import type { ComposerControl } from '../../draft/composer';
import type { ConversationDetail } from '../../ipc/bindings';
import type { CallError } from '../../ipc/error';
import { useCall } from '../../ipc/hooks';

export interface OpenThread {
  id: string | undefined;
  detail: UseQueryResult<ConversationDetail, CallError>;
  acts: ConversationActs;
  /** The menu of the header that is open. */
  opened: Opened;
  setOpened: (opened: Opened) => void;
  /** Whether the ticket form was asked for. */
  making: boolean;
  setMaking: (making: boolean) => void;
  /** Set while the person marked it unread and still looks at it: it is then not marked read again. */
  leftUnread: boolean;
  composer: RefObject<ComposerControl | null>;
}

export function useThread(id: string | undefined, next: () => void): OpenThread {
  const detail = useCall('conversation.get', id ? { id } : 'skip');
  const [opened, setOpened] = useState<Opened>();
  const [makingFor, setMakingFor] = useState<string>();
  const [unreadOf, setUnreadOf] = useState<string>();
  const [seen, setSeen] = useState(id);
  if (seen !== id) {
    setSeen(id);
    setMakingFor(undefined); // coming back later, an open form would take the caret
    setOpened(undefined); // a menu opened for one must not act on the next
  }
  const composer = useRef<ComposerControl>(null);
  const acts = useConversationActs(id ?? '', next, () => setUnreadOf(id));
  return {
    id,
    detail,
    acts,
    opened,
    setOpened,
    making: id !== undefined && makingFor === id,
    setMaking: (making) => setMakingFor(making ? id : undefined),
    leftUnread: id !== undefined && unreadOf === id,
    composer,
  };
}
