/** The audit trail, for those who answer for it. */
import { useState } from 'react';
import { everything, isNarrowed, type Narrow } from '../../audit/asking';
import { ChainMark, TrailFilters } from '../../audit/trail-filters';
import { TrailList } from '../../audit/trail-list';
import { useTrail } from '../../audit/use-trail';
import { words as auditWords } from '../../audit/words';
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { Empty, Failure, Skeleton } from '../../kit/states';
import { Page } from './page';
import style from './settings.module.css';
import { words } from './words';

export function AuditPart() {
  const t = useWords(words);
  const a = useWords(auditWords);
  const [narrow, setNarrow] = useState<Narrow>(everything);
  const trail = useTrail(narrow);
  const staff = useCall('staff.cards', {}).data ?? [];
  return (
    <Page title={t('audit')} count={trail.loading ? undefined : trail.total} extra={<ChainMark ok={trail.chainOk} />} note={t('auditNote')} filters={<TrailFilters value={narrow} staff={staff} onChange={setNarrow} />}>
      {trail.error && <Failure message={trail.error.message} refusal={trail.error.refusal} onRetry={trail.retry} />}
      {trail.loading && <Skeleton lines={6} />}
      {!trail.error && !trail.loading && trail.rows.length === 0 && (isNarrowed(narrow) ? <Empty title={a('noMatch')} next={a('noMatchNext')} /> : <Empty title={a('none')} />)}
      {trail.rows.length > 0 && (
        <>
          <TrailList rows={trail.rows} onNearEnd={trail.more} />
          <footer className={style.foot}>{a('loaded', { total: trail.total, count: trail.rows.length })}</footer>
        </>
      )}
    </Page>
  );
}
