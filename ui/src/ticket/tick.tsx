/** A plain tick box in the product's own line, light enough to stand in every row of a long list. */
import type { InputHTMLAttributes, Ref } from 'react';
import style from './ticket.module.css';

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'className'> & { 'aria-label'?: string; ref?: Ref<HTMLInputElement> };

export function Tick(props: Props) {
  return <input {...props} type="checkbox" className={style.tick} />;
}
