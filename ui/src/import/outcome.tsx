/** What an import did: how many were added, completed, left alone, and each that could not be taken with its reason. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { ImportOutcome } from '../ipc/bindings';
import { download } from '../export/download';
import { Chip } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { errorsFile } from './errors-file';
import style from './import.module.css';
import { words } from './words';

/** Rows beyond this are in the file. */
const SHOWN = 200;

export function Outcome({ outcome, of, children }: { outcome: ImportOutcome; of: 'row' | 'article'; children: ReactNode }) {
  const t = useWords(words);
  const { made, updated, skipped, errors } = outcome;
  const save = () => download(errorsFile(t('errorsFile'), [t('errorsRow'), t('errorsWhy')], errors));
  return (
    <div className="col g16" role="status">
      <h3 className="t20 b">{t('outcomeTitle')}</h3>
      <div className="row g8">
        <Chip tone="ok" icon="check">{t('outcomeMade', { count: made })}</Chip>
        <Chip tone="accent">{t('outcomeUpdated', { count: updated })}</Chip>
        <Chip>{t('outcomeSkipped', { count: skipped })}</Chip>
      </div>
      {errors.length > 0 && (
        <section className="col g8">
          <div className="row g8">
            <b className="grow">{t('outcomeErrors', { count: errors.length })}</b>
            <Button size="small" onClick={save}>{t('saveErrors')}</Button>
          </div>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it */}
          <ul className={style.errors} tabIndex={0} aria-label={t('outcomeErrors', { count: errors.length })}>
            {errors.slice(0, SHOWN).map((error) => (
              <li key={error.row}><span className="num ink3 nowrap">{of === 'row' ? t('rowError', { row: error.row }) : t('articleError', { row: error.row })}</span><span>{error.why}</span></li>
            ))}
          </ul>
        </section>
      )}
      <div className="row g8" style={{ justifyContent: 'flex-end' }}>{children}</div>
    </div>
  );
}
