/** The tabs of a ticket. Where there is no room for the facts beside the story, they are tabs too. */
import type { Story } from '../../ipc/bindings';
import { useWords } from '../../kit/i18n';
import { useWide } from '../../kit/media';
import { remembered, useRemembered } from '../../kit/remembered';
import { IconButton } from '../../kit/icon-button';
import { linesOf } from './points';
import { relationsCount } from './relations';
import { filesOf } from './story';
import style from './ticket-page.module.css';
import { tabNames, type Page, type TabName } from './use-page';
import { words } from './words';

const tabWord = { story: 'tabStory', thread: 'tabThread', files: 'tabFiles', history: 'tabHistory', checks: 'tabChecks', relations: 'tabRelations', data: 'tabData' } as const satisfies Record<TabName, string>;

/** The story from its beginning, or the newest first. */
export const newestFirst = remembered<boolean>('ticket.newest-first', (text) => text === 'on', (on) => (on ? 'on' : 'off'));

export function Tabs({ page, story }: { page: Page; story: Story | undefined }) {
  const t = useWords(words);
  const wide = useWide();
  const reversed = useRemembered(newestFirst);
  const { of, tab, turnTo } = page;
  const lines = linesOf(of.ticket.checklist);
  const files = filesOf(story).length;
  const counts: Partial<Record<TabName, string>> = {
    thread: of.ticket.conversation && of.messages > 0 ? String(of.messages) : '',
    files: files > 0 ? String(files) : '',
    checks: lines.length > 0 ? `${lines.filter(({ item }) => item.done).length}/${lines.length}` : '',
    relations: relationsCount(of) > 0 ? String(relationsCount(of)) : '',
  };
  const shown = tabNames.filter((name) => !wide || !['checks', 'relations', 'data'].includes(name));
  return (
    <div className={style.tabs}>
      <nav aria-label={t('tabs')} className="row g4">
        {shown.map((name) => (
          <button key={name} type="button" className={name === tab ? `${style.tab} ${style.on}` : style.tab} aria-current={name === tab ? 'true' : undefined} onClick={() => turnTo(name)}>
            {t(tabWord[name])}{counts[name] && <span className={style.count}>{counts[name]}</span>}
          </button>
        ))}
      </nav>
      <span className="grow" />
      {tab === 'story' && <IconButton icon="sort" size={14} label={t('order')} on={reversed} onClick={() => newestFirst.set(!reversed)}><span className="t12 nowrap">{reversed ? t('newestFirst') : t('oldestFirst')}</span></IconButton>}
    </div>
  );
}
