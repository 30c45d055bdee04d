/** How far the reading is, and every file with what came of it. */
import { Button, Progress } from 'antd';
import { useWords } from '../kit/i18n';
import type { Sorted } from './files';
import style from './import.module.css';
import { FileLine, useObjection } from './objections';
import type { Reading } from './reading';
import { words } from './words';

export function Files({ reading, bad, onStop }: { reading: Reading; bad: Sorted['bad']; onStop: () => void }) {
  const t = useWords(words);
  const objection = useObjection();
  return (
    <>
      <How reading={reading} onStop={onStop} />
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it */}
      <ul className={`${style.files} ${style.fileBox}`} tabIndex={0} aria-label={t('files')}>
        {reading.files.map((file, i) => <FileLine key={i} name={file.name} why={file.error ?? undefined} {...(file.error ? {} : { detail: t('fileArticles', { count: file.articles }) })} />)}
        {bad.map(({ file, why }, i) => <FileLine key={`bad ${i}`} name={file.name} why={objection(file, why)} />)}
      </ul>
    </>
  );
}

function How({ reading, onStop }: { reading: Reading; onStop: () => void }) {
  const t = useWords(words);
  const { stage, files, articles, looks, total, now, byMeaning } = reading;
  const said = t(stage === 'reading' ? 'progress' : stage === 'done' ? 'progressDone' : 'progressStopped', { files: files.length, total, articles: articles.length, looked: looks.length });
  return (
    <div className={style.how} role="status">
      <div className="row g8">
        <span className="grow t13">{said}</span>
        {stage === 'reading' && <Button size="small" onClick={onStop}>{t('stop')}</Button>}
      </div>
      {stage === 'reading' && <Progress percent={Math.round((files.length / Math.max(1, total)) * 100)} showInfo={false} size="small" aria-label={said} />}
      {stage === 'reading' && now && <span className="t12 ink3 ell">{t('readingNow', { file: now })}</span>}
      {!byMeaning && <span className="t12 ink3">{t('byWords')}</span>}
    </div>
  );
}
