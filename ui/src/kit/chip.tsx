/** A fact in a few characters, 20 px high. At most two with a ground in one row of facts; the rest `bare`. */
import { useId, type ReactNode } from 'react';
import { Icon, type IconName } from './icons';
import style from './kit.module.css';

export type Tone = 'plain' | 'accent' | 'danger' | 'warn' | 'ok' | 'ai' | 'info' | 'line';

export function classes(...names: (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}

export function Chip({ tone = 'plain', icon, bare, title, children }: { tone?: Tone; icon?: IconName; bare?: boolean; title?: string; children: ReactNode }) {
  const id = useId();
  return (
    <span className={classes(style.chip, tone !== 'plain' && style[tone], bare && style.bare)} title={title} aria-describedby={title ? id : undefined}>
      {icon && <Icon name={icon} size={13} />}
      {children}
      {title && <span id={id} hidden>{title}</span>}
    </span>
  );
}
