/** One article found: its name, its first words, and what is to be looked at. */
import { Checkbox } from 'antd';
import type { ArticleEdit, ImportState } from '../ipc/bindings';
import { Chip, classes, type Tone } from '../kit/chip';
import { useWords } from '../kit/i18n';
import style from './import.module.css';
import { isUnsure, type Found } from './review';
import { words } from './words';

const states = { new: ['stateNew', 'ok'], same: ['stateSame', 'plain'], changed: ['stateChanged', 'info'] } as const satisfies Record<ImportState, readonly [string, Tone]>;

interface Props {
  found: Found;
  edit: ArticleEdit | undefined;
  title: string;
  on: boolean;
  ticked: boolean;
  onTick: () => void;
}

export function Row({ found, edit, title, on, ticked, onTick }: Props) {
  const t = useWords(words);
  const { article } = found;
  const [word, tone] = states[article.state];
  return (
    <div className={classes(style.found, on && style.on)}>
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- the mouse's way, which does not move the list; x and space do it by keyboard */}
      <span title={t('tick', { title })} onClick={(event) => (event.stopPropagation(), onTick())}><span inert><Checkbox checked={ticked} /></span></span>
      {ticked && <span className="unseen">{t('ticked')}</span>}
      <span className="col" style={{ minWidth: 0 }}>
        <span className="row g8"><b className="ell">{title}</b><span className="grow" /><Chip tone={tone} bare={article.state !== 'changed'}>{t(word)}</Chip></span>
        <span className={style.excerptOne}>{article.excerpt}</span>
        <span className="row g8 t12 ink3"><Marks found={found} edit={edit} /><span className="ell">{article.file}</span></span>
      </span>
    </div>
  );
}

/** Two grounds at most; what can wait is bare. */
function Marks({ found, edit }: { found: Found; edit: ArticleEdit | undefined }) {
  const t = useWords(words);
  const { look, article } = found;
  if (article.state === 'same') return null;
  if (!look) return <span className="nowrap">{t('notLooked')}</span>;
  return (
    <>
      {look.problem && <Chip tone="danger" icon="alert" title={look.problem}>{t('chipProblem')}</Chip>}
      {look.clashes.length > 0 && <Chip tone="warn" icon="split">{t('chipClash', { count: look.clashes.length })}</Chip>}
      {look.doubles.length > 0 && <Chip tone="warn" icon="merge">{t('chipDouble')}</Chip>}
      {isUnsure(found, edit) && <Chip bare icon="help" title={t('unsureNote')}>{t('chipUnsure')}</Chip>}
      {look.asked.length > 0 && <Chip bare icon="ask">{t('chipAsked', { count: look.asked.length })}</Chip>}
    </>
  );
}
