/** The seconds in which a message can still be taken back; what was written goes back into the box. */
import { useState } from 'react';
import type { MessageView } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useWords } from '../kit/i18n';
import { useNow } from '../kit/time';
import { UndoBar } from '../kit/undo-bar';
import { words } from './words';

/** Give it `key={held.message.id}`: each message has its own seconds. */
interface Props {
  held: MessageView;
  customer: string;
  onTaken: (held: MessageView) => void;
}

export function useUnsend(onTaken: (held: MessageView) => void): (held: MessageView) => void {
  const unsend = useAct('conversation.unsend');
  return (held) => unsend.mutate({ id: held.message.id }, { onSuccess: () => onTaken(held) });
}

export function HeldBar({ held, customer, onTaken }: Props) {
  const t = useWords(words);
  const unsend = useUnsend(onTaken);
  const now = useNow(1000);
  const [whole] = useState(() => (held.held_until ?? 0) - Date.now());
  const left = Math.max(1, Math.ceil(((held.held_until ?? 0) - now) / 1000));
  return <UndoBar text={t('undoSeconds', { count: left, name: customer })} length={whole} keys="mod+z" onUndo={() => unsend(held)} onEnd={() => undefined} />;
}
