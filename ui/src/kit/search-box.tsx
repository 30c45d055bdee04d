/** A box that asks as one types: 80 ms after the last stroke, never in the middle of composing a character. */
import { Input, type InputRef } from 'antd';
import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { ClearIcon } from './clear-icon';
import { Icon } from './icons';

const PAUSE = 80;

interface Props {
  text: string;
  onText: (text: string) => void;
  label: string;
  placeholder: string;
  /** ↓ or Enter: on to the results. True for Enter. */
  onDown?: (enter: boolean) => void;
  large?: boolean;
  suffix?: ReactNode;
  className?: string | undefined;
  ref?: Ref<InputRef>;
}

export function SearchBox({ text, onText, label, placeholder, onDown, large, suffix, className, ref }: Props) {
  const { typed, type, settle, composing } = useTyped(text, onText);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || (event.key !== 'ArrowDown' && event.key !== 'Enter')) return;
    event.preventDefault();
    settle();
    onDown?.(event.key === 'Enter');
  };
  return (
    <Input ref={ref} role="searchbox" className={className} size={large ? 'large' : 'middle'} allowClear={{ clearIcon: <ClearIcon /> }} value={typed} placeholder={placeholder} aria-label={label} autoComplete="off" suffix={suffix}
      prefix={<Icon name="search" size={large ? 17 : 16} style={{ color: 'var(--z-ink3)' }} />} onChange={(event) => type(event.target.value)}
      onCompositionStart={() => composing(true)} onCompositionEnd={() => composing(false)} onKeyDown={onKeyDown} />
  );
}

/** What stands in the box, told to `onText` once the strokes pause; follows `text` when someone else changes it. */
function useTyped(text: string, onText: (text: string) => void) {
  const [typed, setTyped] = useState(text);
  const [told, setTold] = useState(text);
  const [composing, setComposing] = useState(false);
  const tell = useRef(onText);
  useEffect(() => {
    tell.current = onText;
  });
  if (text !== told) {
    setTold(text);
    setTyped(text);
  }
  const settle = useCallback((now: string) => {
    setTold(now);
    tell.current(now);
  }, []);
  useEffect(() => {
    if (typed === told || composing) return;
    const timer = setTimeout(() => settle(typed), PAUSE);
    return () => clearTimeout(timer);
  }, [typed, told, composing, settle]);
  return { typed, type: setTyped, settle: () => typed !== told && settle(typed), composing: setComposing };
}
