/** The dark bar that gives five seconds of doubt. The caller places it; it calls `onEnd` once, when time is up. */
import { useEffect, useEffectEvent, useState, type CSSProperties } from 'react';
import { useWords } from './i18n';
import { KeyCap } from './key-cap';
import style from './kit.module.css';
import { motion } from './tokens';
import { words } from './words';

interface Props {
  text: string;
  onUndo: () => void;
  onEnd: () => void;
  length?: number;
  keys?: string;
}

export function UndoBar({ text, onUndo, onEnd, length = motion.undo, keys }: Props) {
  const t = useWords(words);
  const [seconds, setSeconds] = useState(Math.ceil(length / 1000));
  const end = useEffectEvent(onEnd);
  useEffect(() => {
    const over = setTimeout(() => end(), length);
    const tick = setInterval(() => setSeconds((left) => Math.max(0, left - 1)), 1000);
    return () => (clearTimeout(over), clearInterval(tick));
  }, [length]);
  return (
    <div className={style.bar} role="status">
      <span>{text}</span>
      <button type="button" onClick={onUndo} title={t('undoLeft', { count: seconds })}>
        {t('undo')} {keys && <KeyCap keys={keys} />}
      </button>
      <i className={style.barTime} style={{ '--length': `${length}ms` } as CSSProperties} />
    </div>
  );
}
