/** How the customer seems to feel, and what member they are. Calm is not shown. */
import type { Mood, Tier } from '../ipc/bindings';
import { Chip, type Tone } from '../kit/chip';
import { useWords } from '../kit/i18n';
import type { IconName } from '../kit/icons';
import { words } from './words';

export const moods = {
  calm: { key: 'moodCalm', icon: 'smile', tone: 'plain' },
  pleased: { key: 'moodPleased', icon: 'smile', tone: 'ok' },
  anxious: { key: 'moodAnxious', icon: 'meh', tone: 'warn' },
  angry: { key: 'moodAngry', icon: 'frown', tone: 'danger' },
} as const satisfies Record<Mood, { key: string; icon: IconName; tone: Tone }>;

export function MoodChip({ mood }: { mood: Mood }) {
  const t = useWords(words);
  if (mood === 'calm') return null;
  return <Chip bare tone={moods[mood].tone} icon={moods[mood].icon}>{t(moods[mood].key)}</Chip>;
}

const tiers = { regular: 'tierRegular', silver: 'tierSilver', gold: 'tierGold', black: 'tierBlack' } as const satisfies Record<Tier, string>;

/** `银卡会员`; a plain member is just 会员. */
export function useTierTitle(): (tier: Tier) => string {
  const t = useWords(words);
  return (tier) => (tier === 'regular' ? t('tierRegular') : t('tierMember', { tier: t(tiers[tier]) }));
}

export function useTierName(): (tier: Tier) => string {
  const t = useWords(words);
  return (tier) => t(tiers[tier]);
}
