/** A column of the work sheet: a 56-px header that stays and a body that scrolls; and a folding-free section inside one. */
import type { ReactNode } from 'react';
import { classes } from './chip';
import style from './kit.module.css';

export function Pane({ label, sunken, last, children }: { label: string; sunken?: boolean; last?: boolean; children: ReactNode }) {
  return (
    <section aria-label={label} className={classes(style.pane, sunken && style.sunken, last && style.last, 'grow')}>
      {children}
    </section>
  );
}

/** `children` are the actions at the right end. */
export function PaneHeader({ title, count, ruled, level = 2, children }: { title: ReactNode; count?: number; ruled?: boolean; level?: 1 | 2; children?: ReactNode }) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <header className={classes(style.paneHeader, ruled && style.ruled)}>
      <Heading className={style.paneTitle}>{title}</Heading>
      {count !== undefined && <span className={style.paneCount}>{count.toLocaleString('en-US')}</span>}
      <span className="grow" />
      {children}
    </header>
  );
}

export function PaneBody({ padded, children }: { padded?: boolean; children: ReactNode }) {
  return <div className={classes(style.paneBody, padded && style.padded)}>{children}</div>;
}

export function Section({ title, extra, children }: { title: ReactNode; extra?: ReactNode; children: ReactNode }) {
  return (
    <section className={style.section}>
      <header className={style.sectionHeader}>
        <h3>{title}</h3>
        {extra && <span className="row g4 t12 ink3">{extra}</span>}
      </header>
      {children}
    </section>
  );
}
