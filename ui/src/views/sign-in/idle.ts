/** Locks the screen after the minutes the organisation set, counted from the last touch of this page. */
import { useEffect } from 'react';
import { lockNow } from './entry';

const touches = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
const CHECK = 5000;

/** `minutes` 0 or less: never. */
export function useIdleLock(minutes: number, locked: boolean): void {
  useEffect(() => {
    if (minutes <= 0 || locked) return;
    let last = Date.now();
    const touched = () => (last = Date.now());
    touches.forEach((touch) => window.addEventListener(touch, touched, { passive: true }));
    const timer = setInterval(() => Date.now() - last >= minutes * 60_000 && void lockNow(), CHECK);
    return () => {
      clearInterval(timer);
      touches.forEach((touch) => window.removeEventListener(touch, touched));
    };
  }, [minutes, locked]);
}
