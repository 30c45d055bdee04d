/** The lines of a form: a label above its control, a hint or what is wrong below, two controls side by side, a titled group. */
import { useId, type ReactNode } from 'react';
import style from './editing.module.css';

interface Control {
  id: string;
  'aria-describedby'?: string;
}

interface FieldProps {
  label: string;
  hint?: ReactNode;
  /** Shown instead of the hint. */
  wrong?: string | undefined;
  children: (control: Control) => ReactNode;
}

export function Field({ label, hint, wrong, children }: FieldProps) {
  const id = useId();
  const more = wrong ?? hint;
  return (
    <div className={style.field}>
      <label htmlFor={id}>{label}</label>
      {children(more ? { id, 'aria-describedby': `${id}-more` } : { id })}
      {more && <span id={`${id}-more`} className={wrong ? style.wrong : style.hint}>{more}</span>}
    </div>
  );
}

/** For controls that are several: radios, ticks, a list of rows. */
export function Several({ label, hint, children }: { label: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <fieldset className={style.field}>
      <legend>{label}</legend>
      {children}
      {hint && <span className={style.hint}>{hint}</span>}
    </fieldset>
  );
}

export function Pair({ children }: { children: ReactNode }) {
  return <div className={style.pair}>{children}</div>;
}

export function Group({ title, extra, hint, children }: { title: string; extra?: ReactNode; hint?: ReactNode; children: ReactNode }) {
  return (
    <section className={style.group} aria-label={title}>
      <header className={style.groupHead}>
        <h3 className="grow">{title}</h3>
        {extra}
      </header>
      {hint && <p className={style.hint}>{hint}</p>}
      {children}
    </section>
  );
}
