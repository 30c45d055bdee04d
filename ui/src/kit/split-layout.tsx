/** The four columns of a work screen with the measures of GUIDE 4. `views` shows from 1600 px on; narrower, fold it into the list's title. */
import type { ReactNode } from 'react';
import { classes } from './chip';
import style from './kit.module.css';
import { useWide } from './media';

export function SplitLayout({ views, list, side, children }: { views?: ReactNode; list?: ReactNode; side?: ReactNode; children: ReactNode }) {
  const wide = useWide();
  return (
    <div className={style.split}>
      {views && wide && <div className={classes(style.views, 'col')}>{views}</div>}
      {list && <div className={classes(style.listColumn, 'col')}>{list}</div>}
      <div className={style.main}>{children}</div>
      {side && <aside className={style.side}>{side}</aside>}
    </div>
  );
}
