/** What the files hold, article by article: ticked on the left, read and decided on the right, kept at the foot. Rows come while files are read. */
import { Button, Checkbox, Switch } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import type { ArticleEdit, Id, ImportOutcome } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useMayCall } from '../ipc/me';
import { useWords } from '../kit/i18n';
import { useKeys } from '../kit/keys';
import { useScopes } from '../kit/scopes';
import { Empty } from '../kit/states';
import { VirtualList } from '../kit/virtual-list';
import { Article } from './article';
import { Files } from './file-list';
import type { Sorted } from './files';
import style from './import.module.css';
import type { Reading } from './reading';
import { foundOf, isSure, wantsLook } from './review';
import { Row } from './row';
import { editsOf, keysOf, only, tickedOf, titleOf, toggled, toggledAll, type Choices, type Edits } from './ticked';
import { words } from './words';

interface Props {
  reading: Reading;
  bad: Sorted['bad'];
  categories: (value: Id | null, onChange: (id: Id | null) => void) => ReactNode;
  text: (markdown: string) => ReactNode;
  onStop: () => void;
  onKept: (outcome: ImportOutcome) => void;
  onAgain: () => void;
}

export function Preview({ reading, bad, categories, text, onStop, onKept, onAgain }: Props) {
  const t = useWords(words);
  const [choices, setChoices] = useState<Choices>({});
  const [edits, setEdits] = useState<Edits>({});
  const [onlyLook, setOnlyLook] = useState(false);
  const [at, setAt] = useState<string>();
  const pane = useRef<HTMLDivElement>(null);
  const found = foundOf(reading.articles, reading.looks);
  const wanting = found.filter((row) => wantsLook(row, edits[row.article.key]));
  const fresh = found.filter(({ article }) => article.state !== 'same');
  const shown = onlyLook ? wanting : fresh.length > 0 ? found : fresh;
  const current = shown.find(({ article }) => article.key === at) ?? shown[0];
  const ticked = tickedOf(found, choices);
  const tick = (key: string) => setChoices(toggled(ticked, choices, key));
  useKeys(useScopes().list, [
    { key: 'x', label: t('keyTick'), run: () => current && tick(current.article.key), notInPalette: true },
    { key: 'space', label: t('keyTick'), run: () => current && tick(current.article.key), notInPalette: true },
    { key: 'enter', label: t('keyRead'), run: () => pane.current?.focus(), notInPalette: true },
  ]);
  const sure = found.filter(isSure).length;
  const allOn = shown.length > 0 && shown.every(({ article }) => ticked.has(article.key));
  return (
    <>
      <div className={style.page}>
        <div className={style.left}>
          <Files reading={reading} bad={bad} onStop={onStop} />
          <div className={style.listHead}>
            <Checkbox checked={allOn} indeterminate={!allOn && shown.some(({ article }) => ticked.has(article.key))} disabled={shown.length === 0} onChange={() => setChoices(toggledAll(ticked, choices, shown))}>{t('tickAll')}</Checkbox>
            <span className="grow" />
            <label className="row g8 nowrap"><Switch size="small" checked={onlyLook} onChange={setOnlyLook} />{t('onlyLook', { count: wanting.length })}</label>
          </div>
          <div className="grow" style={{ minHeight: 0 }}>
            {shown.length === 0 ? <Nothing reading={reading} any={found.length > 0} onlyLook={onlyLook} onAgain={onAgain} /> : (
              <VirtualList label={t('articles')} items={shown} idOf={({ article }) => article.key} rowHeight={88} current={current?.article.key} letters onMove={({ article }) => setAt(article.key)}>
                {(row, { current: on }) => <Row found={row} edit={edits[row.article.key]} title={titleOf(row.article, edits)} on={on} ticked={ticked.has(row.article.key)} onTick={() => tick(row.article.key)} />}
              </VirtualList>
            )}
          </div>
        </div>
        <div className={style.right}>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it */}
          <div ref={pane} className={style.read} tabIndex={0} role="region" aria-label={t('preview')}>
            {current ? <Article key={current.article.key} found={current} edit={edits[current.article.key]} text={text} categories={categories} onEdit={(edit: ArticleEdit) => setEdits({ ...edits, [current.article.key]: edit })} onGo={setAt} /> : <Empty size="quiet" title={t('choosePreview')} />}
          </div>
        </div>
      </div>
      <Foot reading={reading} keys={keysOf(ticked, reading.articles)} edits={edits} sure={sure} onSure={() => setChoices(only(found, isSure))} categories={categories} onKept={onKept} />
    </>
  );
}

function Nothing({ reading, any, onlyLook, onAgain }: { reading: Reading; any: boolean; onlyLook: boolean; onAgain: () => void }) {
  const t = useWords(words);
  const action = <Button onClick={onAgain}>{t('another')}</Button>;
  if (reading.stage === 'reading') return <Empty size="small" title={t('stillReading')} />;
  if (!any) return <Empty size="small" title={t('noneRead')} next={t('noneReadNext')} actions={action} />;
  return onlyLook ? <Empty size="small" title={t('noneLook')} next={t('noneLookNext')} /> : <Empty size="small" title={t('noneNew')} next={t('noneNewNext')} actions={action} />;
}

interface FootProps {
  reading: Reading;
  keys: string[];
  edits: Edits;
  sure: number;
  onSure: () => void;
  categories: Props['categories'];
  onKept: (outcome: ImportOutcome) => void;
}

function Foot({ reading, keys, edits, sure, onSure, categories, onKept }: FootProps) {
  const t = useWords(words);
  const may = useMayCall();
  const [category, setCategory] = useState<Id | null>(null);
  const [publish, setPublish] = useState(false);
  const keep = useAct('import.keep_knowledge');
  const busy = reading.stage === 'reading';
  const why = busy ? t('keepLater') : keys.length === 0 ? t('nothingTicked') : publish ? '' : t('publishNote');
  return (
    <footer className={style.foot}>
      <label className="row g8 t13 nowrap">{t('category')}{categories(category, setCategory)}</label>
      {may('knowledge.publish') && <Checkbox className="nowrap" checked={publish} onChange={(event) => setPublish(event.target.checked)}>{t('publish')}</Checkbox>}
      <span className="grow t12 ink3">{why}</span>
      <Button disabled={sure === 0} title={t('onlySureNote')} onClick={onSure}>{t('onlySure', { count: sure })}</Button>
      <Button type="primary" disabled={busy || keys.length === 0} loading={keep.isPending} onClick={() => keep.mutate({ token: reading.token, keys, category, publish, edits: editsOf(keys, edits) }, { onSuccess: onKept })}>{t('keep', { count: keys.length })}</Button>
    </footer>
  );
}
