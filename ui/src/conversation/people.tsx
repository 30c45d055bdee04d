/** Colleagues to choose from: type to narrow, arrows and Enter, myself first. */
import { Input } from 'antd';
import { useId, useState } from 'react';
import type { StaffCard } from '../ipc/bindings';
import { useCall } from '../ipc/hooks';
import { useMay, useMe } from '../ipc/me';
import { Avatar } from '../kit/avatar';
import { classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { Skeleton } from '../kit/states';
import style from './thread.module.css';
import { words } from './words';

interface Props {
  /** Who holds it now. Putting it back with nobody is offered where somebody does; for one's own that needs no permission. */
  holder?: string | undefined;
  onChoose: (staff: string | null) => void;
  onLeave: () => void;
}

interface Line {
  id: string | null;
  card: StaffCard | undefined;
}

export function People({ holder, onChoose, onLeave }: Props) {
  const t = useWords(words);
  const me = useMe();
  const others = useMay()('conversation.assign');
  const cards = useCall('staff.cards', {});
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const wanted = text.trim().toLowerCase();
  const mine: Line[] = me && !wanted ? [{ id: me.staff.id, card: me.staff }] : [];
  const found = (cards.data ?? []).filter((card) => (wanted || card.id !== me?.staff.id) && `${card.name} ${card.account}`.toLowerCase().includes(wanted));
  const nobody: Line[] = holder && !wanted && (others || holder === me?.staff.id) ? [{ id: null, card: undefined }] : [];
  const lines: Line[] = [...mine, ...nobody, ...(others ? found.map((card) => ({ id: card.id, card })) : [])];
  const move = (step: number) => setAt((now) => Math.max(0, Math.min(lines.length - 1, now + step)));
  const choose = (line: Line | undefined) => line && onChoose(line.id);
  const strokes: Record<string, () => void> = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: () => choose(lines[at]), Escape: onLeave };

  return (
    <div className={style.people}>
      {others && (
        <Input
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={`${id}-${at}`}
          aria-label={t('assignSearch')}
          placeholder={t('assignSearch')}
          prefix={<Icon name="search" size={15} />}
          value={text}
          onChange={(event) => (setText(event.target.value), setAt(0))}
          onKeyDown={(event) => {
            const stroke = event.nativeEvent.isComposing ? undefined : strokes[event.key];
            if (!stroke) return;
            event.preventDefault();
            stroke();
          }}
        />
      )}
      {cards.isPending && <Skeleton lines={2} />}
      <div id={id} role="listbox" aria-label={t('assignTitle')} className={style.peopleList}>
        {lines.map((line, i) => (
          <button key={line.id ?? 'nobody'} id={`${id}-${i}`} type="button" role="option" tabIndex={others ? -1 : 0} aria-selected={i === at} className={classes(style.person, i === at && style.on)} onMouseMove={() => setAt(i)} onClick={() => choose(line)}>
            {line.card ? <Avatar name={line.card.name} size={24} /> : <Icon name="users" size={18} />}
            <span className="ell grow">{line.id === null ? t('toNobody') : line.id === me?.staff.id ? t('toMe') : line.card?.name}</span>
            {line.card && <span className="t12 ink3 ell">{line.card.account}</span>}
          </button>
        ))}
      </div>
      {others && lines.length === 0 && !cards.isPending && <p className="t13 ink3" style={{ padding: 8 }}>{t('assignNone')}</p>}
      {!others && <p className="t12 ink3" style={{ padding: 8 }}>{t('assignNotAllowed')}</p>}
    </div>
  );
}
