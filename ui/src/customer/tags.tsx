/** Tags of a customer, added and taken away one at a time. */
import { AutoComplete } from 'antd';
import { useState } from 'react';
import type { CustomerCard } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useMayCall } from '../ipc/me';
import { classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { Icon } from '../kit/icons';
import style from './card.module.css';
import { words } from './words';

/** `known` are offered while typing. */
export function Tags({ card, known = [] }: { card: CustomerCard; known?: readonly string[] }) {
  const t = useWords(words);
  const may = useMayCall()('customer.tag');
  const [typed, setTyped] = useState<string>();
  const tag = useAct('customer.tag');
  const add = (text: string) => {
    const fresh = text.trim();
    if (fresh && !card.tags.includes(fresh)) tag.mutate({ id: card.id, add: [fresh], remove: [] });
    setTyped(undefined);
  };
  const options = known.filter((each) => !card.tags.includes(each) && each.includes(typed?.trim() ?? '')).map((value) => ({ value }));
  return (
    <div className={style.tags}>
      {card.tags.length === 0 && typed === undefined && <span className="t13 ink3">{t('noTags')}</span>}
      {card.tags.map((each) => (
        <span key={each} className={classes(style.tag, !may && style.plain)}>
          {each}
          {may && <button type="button" aria-label={t('removeTag', { tag: each })} onClick={() => tag.mutate({ id: card.id, add: [], remove: [each] })}><Icon name="x" size={12} /></button>}
        </span>
      ))}
      {may && typed === undefined && <IconButton icon="plus" small label={t('addTag')} onClick={() => setTyped('')} />}
      {may && typed !== undefined && (
        <AutoComplete autoFocus size="small" style={{ width: 132 }} aria-label={t('addTag')} placeholder={t('tagsHint')} value={typed} options={options} popupMatchSelectWidth={false} onChange={setTyped} onSelect={add} onBlur={() => add(typed)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'Enter' && options.length === 0) add(typed);
            if (event.key === 'Escape') setTyped(undefined);
          }} />
      )}
    </div>
  );
}
