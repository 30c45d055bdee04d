/** The list under the palette's box: groups of options, the chosen one kept in sight. */
import { useEffect, useRef } from 'react';
import { classes } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { Icon } from '../../kit/icons';
import { KeyCap } from '../../kit/key-cap';
import { MarkedText } from '../../kit/marked';
import type { Group, Item } from './items';
import style from './palette.module.css';
import { words } from './words';

interface Props {
  groups: readonly Group[];
  at: number;
  query: string;
  pending: boolean;
  onHover: (index: number) => void;
  onRun: (item: Item) => void;
}

export function Results({ groups, at, query, pending, onHover, onRun }: Props) {
  const t = useWords(words);
  const count = groups.reduce((sum, group) => sum + group.items.length, 0);
  const starts = groups.map((_, i) => groups.slice(0, i).reduce((sum, group) => sum + group.items.length, 0));
  return (
    <>
      <span className="unseen" role="status">{pending ? t('searching') : t('found', { count })}</span>
      {count === 0 && !pending && <div className={style.nothing}>{t('nothing', { query })}<div className="t13 ink3">{t('nothingNext')}</div></div>}
      <div id="palette-results" role="listbox" aria-label={t('title')} className={style.results}>
        {groups.map((group, g) => (
          <div key={group.title || g} role="group" aria-label={group.title || undefined}>
            {group.title && <div className={style.group} aria-hidden>{group.title}</div>}
            {group.items.map((item, i) => {
              const index = (starts[g] ?? 0) + i;
              return <Option key={item.id} item={item} on={index === at} onHover={() => onHover(index)} onRun={() => onRun(item)} />;
            })}
          </div>
        ))}
      </div>
    </>
  );
}

function Option({ item, on, onHover, onRun }: { item: Item; on: boolean; onHover: () => void; onRun: () => void }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (on) ref.current?.scrollIntoView?.({ block: 'nearest' });
  }, [on]);
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- focus and keys are the combobox's
    <div ref={ref} id={`palette-${item.id}`} role="option" aria-selected={on} className={classes(style.item, on && style.on)} onMouseMove={onHover} onClick={onRun}>
      <Icon name={item.icon} size={18} />
      <span className={style.label}><MarkedText text={item.label} marks={item.marks} /></span>
      <span className={style.hint}>{item.hint && <MarkedText text={item.hint} marks={item.hintMarks ?? []} />}</span>
      {item.keys && <KeyCap keys={item.keys} />}
      {item.children && <Icon name="right" size={16} />}
    </div>
  );
}
