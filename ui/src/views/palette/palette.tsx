/** Ctrl/⌘ K: one box for every command of the present screen and every record of the desk. */
import { Modal } from 'antd';
import { useState } from 'react';
import { useWords } from '../../kit/i18n';
import { KeyCap } from '../../kit/key-cap';
import { Icon } from '../../kit/icons';
import type { Command } from '../../kit/keys';
import type { Item } from './items';
import style from './palette.module.css';
import { Results } from './results';
import { usePaletteGroups } from './groups';
import { words } from './words';

interface Props {
  open: boolean;
  onClose: () => void;
  onKeys: () => void;
}

export function Palette({ open, onClose, onKeys }: Props) {
  return (
    <Modal open={open} onCancel={onClose} title={null} footer={null} closable={false} width={680} style={{ top: 112 }} styles={{ container: { padding: 0 } }} destroyOnHidden>
      <Body onClose={onClose} onKeys={onKeys} />
    </Modal>
  );
}

interface Level {
  label: string;
  children: Command[];
}

function Body({ onClose, onKeys }: Omit<Props, 'open'>) {
  const t = useWords(words);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const [level, setLevel] = useState<Level>();
  const { groups, pending } = usePaletteGroups(query, level?.children);
  const items = groups.flatMap((group) => group.items);
  const at = Math.min(chosen, Math.max(0, items.length - 1));

  const ask = (text: string) => (setQuery(text), setChosen(0));
  const deeper = (item: Item | undefined) => {
    if (!item?.children) return false;
    setLevel({ label: item.label, children: item.children() });
    ask('');
    return true;
  };
  const run = (item: Item | undefined) => {
    if (!item || (!item.run && deeper(item))) return;
    onClose();
    item.run?.();
  };
  const up = () => (setLevel(undefined), ask(''));
  const strokes: Record<string, () => boolean> = {
    ArrowDown: () => (setChosen((at + 1) % Math.max(1, items.length)), true),
    ArrowUp: () => (setChosen((at - 1 + items.length) % Math.max(1, items.length)), true),
    Enter: () => (run(items[at]), true),
    Tab: () => deeper(items[at]),
    ArrowRight: () => query === '' && deeper(items[at]),
    Backspace: () => query === '' && level !== undefined && (up(), true),
  };

  return (
    <div role="search">
      <div className={style.ask}>
        <Icon name="search" size={20} />
        {level && <span className={style.within}>{level.label}</span>}
        <input
          role="combobox"
          aria-expanded
          aria-controls="palette-results"
          aria-activedescendant={items[at] && `palette-${items[at].id}`}
          aria-label={level ? t('askWithin', { command: level.label }) : t('title')}
          placeholder={level ? t('askWithin', { command: level.label }) : t('ask')}
          autoFocus
          spellCheck={false}
          value={query}
          onChange={(event) => ask(event.target.value)}
          onKeyDown={(event) => !event.nativeEvent.isComposing && strokes[event.key]?.() && event.preventDefault()}
        />
      </div>
      <Results groups={groups} at={at} query={query} pending={pending} onHover={setChosen} onRun={run} />
      <Foot level={level !== undefined} onKeys={() => (onClose(), onKeys())} />
    </div>
  );
}

function Foot({ level, onKeys }: { level: boolean; onKeys: () => void }) {
  const t = useWords(words);
  return (
    <div className={style.foot}>
      <span><KeyCap keys="arrowup" /><KeyCap keys="arrowdown" /> {t('choose')}</span>
      <span><KeyCap keys="enter" /> {t('run')}</span>
      {level ? <span><KeyCap keys="Backspace" /> {t('back')}</span> : <span><KeyCap keys="tab" /> {t('deeper')}</span>}
      <span className="grow" />
      <button type="button" onClick={onKeys}><KeyCap keys="?" /> {t('allKeys')}</button>
    </div>
  );
}
