/** One filter as a chip: closed it says what it narrows to, open it offers the choices. The cross takes it away. */
import { Input, Popover } from 'antd';
import { useState, type ReactNode } from 'react';
import { classes } from '../../kit/chip';
import { fuzzy } from '../../kit/fuzzy';
import { useWords } from '../../kit/i18n';
import { Icon } from '../../kit/icons';
import { Tick } from '../../ticket/tick';
import style from './tickets.module.css';
import { words } from './words';

interface Props {
  name: string;
  /** What it narrows to, in words; undefined when it does not. */
  value: string | undefined;
  onClear: () => void;
  children: (close: () => void) => ReactNode;
}

export function FacetChip({ name, value, onClear, children }: Props) {
  const t = useWords(words);
  const [open, setOpen] = useState(false);
  const content = <div role="dialog" aria-label={name} className={style.choices}>{open && children(() => setOpen(false))}</div>;
  return (
    <span className={classes(style.facet, value !== undefined && style.set)}>
      <Popover trigger={['click']} placement="bottomLeft" arrow={false} open={open} onOpenChange={setOpen} content={content}>
        <button type="button" className={style.open} aria-expanded={open} aria-haspopup="dialog">
          {name}
          {value === undefined ? <Icon name="down" size={13} /> : <b className="ell num">{value}</b>}
        </button>
      </Popover>
      {value !== undefined && <button type="button" className={style.off} aria-label={t('clearOne', { name })} onClick={onClear}><Icon name="x" size={13} /></button>}
    </span>
  );
}

export interface Choice {
  id: string;
  label: string;
  mark?: ReactNode;
}

const MANY = 8;

/** Several may hold at once. */
export function Choices({ label, choices, chosen, onChoose }: { label: string; choices: readonly Choice[]; chosen: readonly string[]; onChoose: (ids: string[]) => void }) {
  const t = useWords(words);
  const [query, setQuery] = useState('');
  const shown = choices.filter((choice) => fuzzy(query, choice.label));
  const toggle = (id: string) => onChoose(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  return (
    <>
      {choices.length > MANY && <Input size="small" value={query} autoFocus placeholder={t('findOption')} aria-label={t('findOption')} onChange={(event) => setQuery(event.target.value)} />}
      <div role="group" aria-label={label} className={style.choiceList}>
        {shown.length === 0 && <span className="t13 ink3">{t('noOption')}</span>}
        {shown.map((choice) => (
          <label key={choice.id} className={style.choice}>
            <Tick checked={chosen.includes(choice.id)} onChange={() => toggle(choice.id)} />
            {choice.mark}
            <span className="ell">{choice.label}</span>
          </label>
        ))}
      </div>
    </>
  );
}

/** Exactly one holds. */
export function OneOf({ label, choices, chosen, onChoose }: { label: string; choices: readonly Choice[]; chosen: string; onChoose: (id: string) => void }) {
  const t = useWords(words);
  const [query, setQuery] = useState('');
  const shown = choices.filter((choice) => fuzzy(query, choice.label));
  return (
    <>
      {choices.length > MANY && <Input size="small" value={query} autoFocus placeholder={t('findOption')} aria-label={t('findOption')} onChange={(event) => setQuery(event.target.value)} />}
      <div role="radiogroup" aria-label={label} className={style.choiceList}>
        {shown.map((choice) => (
          <label key={choice.id} className={style.choice}>
            <input type="radio" name={label} checked={choice.id === chosen} onChange={() => onChoose(choice.id)} />
            {choice.mark}
            <span className="ell">{choice.label}</span>
          </label>
        ))}
      </div>
    </>
  );
}
