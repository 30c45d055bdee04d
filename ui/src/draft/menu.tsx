/** The menu that floats over the box: what was found for the letters typed, arrow keys to choose, Enter to insert. */
import { Avatar } from '../kit/avatar';
import { classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Icon, type IconName } from '../kit/icons';
import { KeyCap } from '../kit/key-cap';
import { MarkedText } from '../kit/marked';
import { Skeleton } from '../kit/states';
import style from './draft.module.css';
import type { Choice, Choices } from './use-choices';
import { words } from './words';

interface Props {
  id: string;
  query: string;
  choices: Choices;
  at: number;
  onHover: (at: number) => void;
  onChoose: (choice: Choice) => void;
}

export const optionId = (menu: string, at: number) => `${menu}-${at}`;

export function TriggerMenu({ id, query, choices, at, onHover, onChoose }: Props) {
  const t = useWords(words);
  const count = choices.list.length;
  const none = query ? t('menuNone', { query }) : t('menuNothing');
  const some = query ? t('menuFor', { query, count }) : t('menuAll', { count });
  return (
    <div className={style.menu}>
      <div className={style.menuHead}>
        <span role="status">{choices.loading ? '' : count === 0 ? none : some}</span>
        {count > 0 && <span className="row g4"><KeyCap keys="arrowup" /><KeyCap keys="arrowdown" /> {t('menuKeys')} <KeyCap keys="enter" /> {t('menuInsert')}</span>}
      </div>
      {choices.loading && <Skeleton lines={2} />}
      <div role="listbox" id={id} aria-label={some} tabIndex={0} className={style.options}>
        {choices.list.map((choice, i) => (
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- keys are the box's, which names the option it is on
          <div
            key={choice.id}
            id={optionId(id, i)}
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            className={classes(style.option, i === at && style.on)}
            ref={(row) => void (i === at && row?.scrollIntoView?.({ block: 'nearest' }))}
            onMouseMove={() => i === at || onHover(i)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(choice)}
          >
            <Line choice={choice} on={i === at} />
          </div>
        ))}
      </div>
    </div>
  );
}

function Line({ choice, on }: { choice: Choice; on: boolean }) {
  const t = useWords(words);
  switch (choice.kind) {
    case 'canned':
      return <Two icon="say" on={on} title={choice.reply.title} kind={choice.reply.shortcut ? `/${choice.reply.shortcut}` : t('kindCanned')} text={choice.reply.body} />;
    case 'macro':
      return <Two icon="bolt" on={on} title={choice.macro.name} kind={t('kindMacro', { count: choice.macro.steps.length })} text="" />;
    case 'knowledge':
      return <Two icon="book" on={on} title={choice.hit.article.title} kind={t('kindKnowledge', { version: choice.hit.article.version })} text={<MarkedText text={choice.hit.snippet.text} marks={choice.hit.snippet.marks} />} />;
    case 'colleague':
      return (
        <>
          <Avatar name={choice.person.name} size={20} />
          <span className="grow row t13 g8"><span className="ell">{choice.person.name}</span><span className="t12 ink3 ell">{choice.person.account}</span></span>
        </>
      );
  }
}

function Two({ icon, on, title, kind, text }: { icon: IconName; on: boolean; title: string; kind: string; text: React.ReactNode }) {
  return (
    <>
      <Icon name={icon} size={16} style={{ marginTop: 2, color: on ? 'var(--z-accent)' : 'var(--z-ink3)' }} />
      <span className="col grow">
        <span className="row t13 g8"><span className="b ell grow">{title}</span><span className="t12 ink3 nowrap">{kind}</span></span>
        {text && <span className="t12 ink2 ell">{text}</span>}
      </span>
    </>
  );
}
