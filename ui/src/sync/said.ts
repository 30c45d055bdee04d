/** A value of a field as people read it: what the desk leaves as a key or as milliseconds is named here. */
import type { Tier } from '../ipc/bindings';
import { moods, useTierName } from '../conversation/mood';
import { words as conversationWords } from '../conversation/words';
import { useWords } from '../kit/i18n';
import { whenFull } from '../kit/time';
import { words } from './words';

const times = ['snoozed_until', 'due', 'done_at'];
const yesOrNo: Record<string, 'yes' | 'no'> = { true: 'yes', false: 'no' };
const tiers: readonly Tier[] = ['regular', 'silver', 'gold', 'black'];

const isMood = (text: string): text is keyof typeof moods => text in moods;

export function useSaid(): (field: string, text: string | null) => string {
  const t = useWords(words);
  const of = useWords(conversationWords);
  const tierName = useTierName();
  return (field, text) => {
    if (!text) return '';
    const tier = tiers.find((each) => each === text);
    if (field === 'tier' && tier) return tierName(tier);
    if (field === 'mood' && isMood(text)) return of(moods[text].key);
    if (times.includes(field) && /^\d+$/.test(text)) return whenFull(Number(text));
    const word = yesOrNo[text];
    return word ? t(word) : text;
  };
}
