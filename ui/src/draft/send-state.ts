/** Why nothing can be sent now, in the order a person would want to hear it. Pure. */
import { gapsIn } from '../canned/gaps';

export type Mode = 'reply' | 'note' | 'hear';

export interface Ready {
  mode: Mode;
  text: string;
  files: number;
  filesBusy: boolean;
  filesFailed: boolean;
  /** Messages the channel still takes; undefined where there is no limit. */
  left: number | undefined;
}

export type Obstacle = { why: 'needCustomer' | 'filesBusy' | 'filesFailed' | 'nothing' } | { why: 'tooLong'; limit: number } | { why: 'gapsLeft'; gaps: string[] };

/** What the desk takes in one message. */
export const LONGEST = 20_000;

export function obstacleTo(ready: Ready): Obstacle | undefined {
  if (ready.mode === 'reply' && ready.left === 0) return { why: 'needCustomer' };
  const gaps = ready.mode === 'reply' ? gapsIn(ready.text) : [];
  if (gaps.length > 0) return { why: 'gapsLeft', gaps };
  if (ready.filesBusy) return { why: 'filesBusy' };
  if (ready.filesFailed) return { why: 'filesFailed' };
  if ([...ready.text].length > LONGEST) return { why: 'tooLong', limit: LONGEST };
  return ready.text.trim() === '' && ready.files === 0 ? { why: 'nothing' } : undefined;
}
