/** What this machine can hear and say. Models may be fetched while the console is open, so a missing one is asked for again. */
import { useCall } from '../ipc/hooks';

/** ms; listing devices takes the desk some tens of them. */
const AGAIN = 60_000;

export interface Speech {
  canHear: boolean;
  canSpeak: boolean;
  /** The desk has answered, and says that the models for hearing are missing. */
  deaf: boolean;
  mute: boolean;
}

export function useSpeech(wanted = true): Speech {
  const { data } = useCall('speech.state', wanted ? {} : 'skip', { every: AGAIN });
  return { canHear: data?.can_hear ?? false, canSpeak: data?.can_speak ?? false, deaf: data?.can_hear === false, mute: data?.can_speak === false };
}
