/** The member's tier, in words; a regular member needs no chip. */
import type { Tier } from '../ipc/bindings';
import { Chip } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { words } from './words';

const key = { regular: 'tierRegular', silver: 'tierSilver', gold: 'tierGold', black: 'tierBlack' } as const satisfies Record<Tier, string>;

export const tiers = Object.keys(key) as Tier[];

export function useTierName(): (tier: Tier) => string {
  const t = useWords(words);
  return (tier) => t(key[tier]);
}

export function TierChip({ tier }: { tier: Tier | null }) {
  const name = useTierName();
  return tier && <Chip>{name(tier)}</Chip>;
}
