/** A quiet button that is one icon. It always has a name, and shows its key where it has one. */
import { Tooltip } from 'antd';
import type { MouseEvent, ReactNode, Ref } from 'react';
import { classes } from './chip';
import { Icon, type IconName } from './icons';
import { KeyCap } from './key-cap';
import style from './kit.module.css';

interface Props {
  icon: IconName;
  label: string;
  /** As in `useKeys`, for the tooltip only: `mod+k`, `g i`. */
  keys?: string;
  on?: boolean;
  small?: boolean;
  destroys?: boolean;
  disabled?: boolean;
  /** Why it is disabled, or more about it. */
  hint?: string;
  size?: number;
  expanded?: boolean;
  menu?: boolean;
  onClick?: (event: MouseEvent<HTMLButtonElement>) => void;
  children?: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ icon, label, keys, on, small, destroys, disabled, hint, size, expanded, menu, onClick, children, ref }: Props) {
  const tip = (
    <span className="row g8">
      {hint ? `${label} · ${hint}` : label}
      {keys && <KeyCap keys={keys} />}
    </span>
  );
  return (
    <Tooltip title={tip} mouseEnterDelay={0.4}>
      <button
        ref={ref}
        type="button"
        className={classes(style.icon, on && style.on, small && style.small, destroys && style.destroys)}
        aria-label={label}
        aria-pressed={on}
        aria-expanded={expanded}
        aria-haspopup={menu ? 'menu' : undefined}
        aria-disabled={disabled}
        onClick={(event) => !disabled && onClick?.(event)}
      >
        <Icon name={icon} size={size ?? (small ? 15 : 18)} />
        {children}
      </button>
    </Tooltip>
  );
}
