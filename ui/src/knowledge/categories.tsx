/** The tree of categories with counts. Arrow keys walk and fold it; choosing narrows the list beside it. */
import { useRef, useState, type KeyboardEvent } from 'react';
import type { Id } from '../ipc/bindings';
import { classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import style from './knowledge.module.css';
import { inSight, pathTo, type Branch, type Seen } from './tree';
import { words } from './words';

interface Props {
  branches: readonly Branch[];
  total: number;
  chosen: Id | null;
  onChoose: (id: Id | null) => void;
}

const EVERYTHING = '';

export function CategoryTree({ branches, total, chosen, onChoose }: Props) {
  const t = useWords(words);
  const [open, setOpen] = useState<ReadonlySet<Id>>(() => new Set(chosen ? pathTo(branches, chosen).map((branch) => branch.id) : branches[0] ? [branches[0].id] : []));
  const tree = useRef<HTMLDivElement>(null);
  const lines = inSight(branches, open);
  const ids = [EVERYTHING, ...lines.map(({ branch }) => branch.id)];
  const fold = (id: Id, on: boolean) => setOpen((now) => (on ? new Set([...now, id]) : new Set([...now].filter((other) => other !== id))));
  const focus = (id: string | undefined) => id !== undefined && tree.current?.querySelector<HTMLElement>(`[data-id="${id}"]`)?.focus();
  const onKeyDown = (event: KeyboardEvent, id: string, line?: Seen) => {
    const at = ids.indexOf(id);
    const unfolds = line !== undefined && line.branch.children.length > 0;
    const strokes: Record<string, () => void> = {
      ArrowDown: () => focus(ids[at + 1]),
      ArrowUp: () => focus(ids[at - 1]),
      Home: () => focus(ids[0]),
      End: () => focus(ids.at(-1)),
      ArrowRight: () => (unfolds && !open.has(id) ? fold(id, true) : focus(ids[at + 1])),
      ArrowLeft: () => (unfolds && open.has(id) ? fold(id, false) : focus(line?.branch.parent ?? EVERYTHING)),
      Enter: () => onChoose(id || null),
      ' ': () => onChoose(id || null),
    };
    const stroke = event.ctrlKey || event.metaKey || event.altKey ? undefined : strokes[event.key];
    if (!stroke) return;
    event.preventDefault();
    stroke();
  };
  return (
    <div className={style.tree} role="tree" aria-label={t('categories')} ref={tree}>
      <div role="treeitem" aria-level={1} aria-selected={chosen === null} tabIndex={chosen === null ? 0 : -1} data-id={EVERYTHING} className={classes(style.branch, chosen === null && style.on)}
        onClick={() => onChoose(null)} onKeyDown={(event) => onKeyDown(event, EVERYTHING)}>
        <Icon name="book" size={14} />
        {t('all')}
        <span className={style.n}>{total}</span>
      </div>
      {lines.map((line) => {
        const { branch, depth } = line;
        const folds = branch.children.length > 0;
        const on = branch.id === chosen;
        return (
          <div key={branch.id} role="treeitem" aria-level={depth + 1} aria-selected={on} aria-expanded={folds ? open.has(branch.id) : undefined} tabIndex={on ? 0 : -1} data-id={branch.id}
            className={classes(style.branch, on && style.on)} style={{ paddingLeft: 8 + depth * 20 }} onClick={() => (onChoose(branch.id), folds && !open.has(branch.id) && fold(branch.id, true))} onKeyDown={(event) => onKeyDown(event, branch.id, line)}>
            <span className={style.fold}>{folds && <Fold open={open.has(branch.id)} onFold={() => fold(branch.id, !open.has(branch.id))} />}</span>
            <span className="ell">{branch.name}</span>
            <span className={style.n}>{branch.articles}</span>
          </div>
        );
      })}
    </div>
  );
}

/** For the mouse; the tree's own arrow keys fold too. */
function Fold({ open, onFold }: { open: boolean; onFold: () => void }) {
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- ← and → do this
    <span className={style.fold} onClick={(event) => (event.stopPropagation(), onFold())}>
      <Icon name={open ? 'down' : 'right'} size={14} />
    </span>
  );
}
