/** Which of the frame's two breakpoints hold (GUIDE 4): `wide` ≥ 1600, `tall` ≥ 960. Views decide what folds. */
import { useSyncExternalStore } from 'react';
import { layout } from './tokens';

function subscribe(heard: () => void): () => void {
  window.addEventListener('resize', heard);
  return () => window.removeEventListener('resize', heard);
}

export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => window.innerWidth >= layout.breakpoint.wide);
}

export function useTall(): boolean {
  return useSyncExternalStore(subscribe, () => window.innerHeight >= layout.breakpoint.tall);
}
