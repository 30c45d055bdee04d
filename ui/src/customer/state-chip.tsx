/** Where a ticket or conversation stands, as the trail tells it. */
import { Chip, type Tone } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { words } from './words';

const states = {
  new: ['stateNew', 'warn'],
  open: ['stateOpen', 'accent'],
  waiting_customer: ['stateWaitingCustomer', 'info'],
  waiting_other: ['stateWaitingOther', 'info'],
  resolved: ['stateResolved', 'ok'],
  closed: ['stateClosed', 'plain'],
  ended: ['stateEnded', 'plain'],
} as const satisfies Record<string, readonly [string, Tone]>;

const isState = (state: string): state is keyof typeof states => state in states;

export function StateChip({ state }: { state: string }) {
  const t = useWords(words);
  if (!isState(state)) return null;
  const [key, tone] = states[state];
  return <Chip tone={tone}>{t(key)}</Chip>;
}
