/** What can be done with one conversation, ready to hang on buttons and keys. Each is one call; refusals are shown by the kit. */
import type { Mood } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';

export interface ConversationActs {
  claim: () => void;
  end: () => void;
  endAndNext: () => void;
  reopen: () => void;
  snooze: (until: number | null) => void;
  markUnread: () => void;
  setMood: (mood: Mood) => void;
  tag: (change: { add: string[]; remove: string[] }) => void;
}

/** `next` goes on to the next conversation; called only when the desk agreed. */
export function useConversationActs(id: string, next: () => void, onUnread: () => void): ConversationActs {
  const claim = useAct('conversation.claim');
  const end = useAct('conversation.end');
  const reopen = useAct('conversation.reopen');
  const snooze = useAct('conversation.snooze');
  const mark = useAct('conversation.mark');
  const mood = useAct('conversation.set_mood');
  const tag = useAct('conversation.tag');
  return {
    claim: () => claim.mutate({ id }),
    end: () => end.mutate({ id }),
    endAndNext: () => end.mutate({ id }, { onSuccess: next }),
    reopen: () => reopen.mutate({ id }),
    snooze: (until) => snooze.mutate({ id, until }, until === null ? {} : { onSuccess: next }),
    markUnread: () => (onUnread(), mark.mutate({ id, read: false })),
    setMood: (feels) => mood.mutate({ id, mood: feels }),
    tag: (change) => tag.mutate({ id, ...change }),
  };
}
