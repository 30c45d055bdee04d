/** The categories of knowledge with their counts; arranging them is the same sheet that the knowledge room opens. */
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { Empty } from '../../kit/states';
import { CategorySheet } from '../../knowledge/category-sheet';
import { everyLine, treeOf } from '../../knowledge/tree';
import { Page, Read } from './page';
import style from './settings.module.css';
import { words } from './words';

export function CategoriesPart() {
  const t = useWords(words);
  const nodes = useCall('knowledge.categories', {});
  const branches = useMemo(() => treeOf(nodes.data ?? []), [nodes.data]);
  const [arranging, setArranging] = useState(false);
  const lines = everyLine(branches);
  return (
    <Page title={t('categories')} count={nodes.data?.length} extra={<Button onClick={() => setArranging(true)}>{t('categoriesEdit')}</Button>}>
      <Read of={nodes}>
        {() => (lines.length === 0 ? <Empty title={t('categoriesNone')} next={t('categoriesNoneNext')} /> : (
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
          <div className={style.body} tabIndex={0} role="region" aria-label={t('categories')}>
            <ul className={style.tree}>
              {lines.map(({ branch, depth }) => (
                <li key={branch.id} style={{ paddingLeft: 24 + depth * 24 }}>
                  <span className="grow ell">{branch.name}</span>
                  <span className="t13 ink3 num">{t('articles', { count: branch.articles })}</span>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </Read>
      <CategorySheet open={arranging} branches={branches} onClose={() => setArranging(false)} />
    </Page>
  );
}
