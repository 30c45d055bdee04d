/** Which one word is the truth about the line, when several are: the one that somebody must act on comes first. */
import type { HubState } from '../../ipc/bindings';

export type Line = 'synced' | 'waiting' | 'trying' | 'offline' | 'refused' | 'denied' | 'clock' | 'conflicts';

export function lineOf(hub: HubState, conflicts = 0): Line {
  if (hub.line === 'denied') return 'denied';
  if (hub.line === 'offline') return 'offline';
  if (hub.refused > 0) return 'refused';
  if (hub.clock_off_ms !== 0) return 'clock';
  if (conflicts > 0) return 'conflicts';
  if (hub.waiting > 0) return 'waiting';
  return hub.line === 'trying' ? 'trying' : 'synced';
}
