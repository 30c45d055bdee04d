/** How soon, and during which hours: promises and business calendars side by side. */
import { Segmented } from 'antd';
import { useState } from 'react';
import { CalendarList } from '../../calendar/calendar-list';
import { CalendarSheet } from '../../calendar/calendar-sheet';
import { words as calendarWords } from '../../calendar/words';
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { Empty } from '../../kit/states';
import { PolicyList } from '../../sla/policy-list';
import { PolicySheet } from '../../sla/policy-sheet';
import { words as slaWords } from '../../sla/words';
import { openedIn, Page, Read, useSheet } from './page';
import { words } from './words';

type Tab = 'policies' | 'calendars';

/** Two kinds of record share the address: `/settings/promises/new` and `/settings/promises/new-calendar`. */
const NEW_CALENDAR = 'new-calendar';

export function PromisesPart() {
  const t = useWords(words);
  const c = useWords(calendarWords);
  const s = useWords(slaWords);
  const sheet = useSheet('promises');
  const policies = useCall('sla.list', {});
  const calendars = useCall('calendar.list', {});
  const [tab, setTab] = useState<Tab>('policies');
  const policy = openedIn(sheet, policies.data, (row) => row.id);
  const calendar = openedIn({ ...sheet, open: sheet.open === NEW_CALENDAR ? 'new' : sheet.open === 'new' ? undefined : sheet.open }, calendars.data, (row) => row.id);
  const ofPolicies = tab === 'policies';
  const create = ofPolicies ? { label: s('newPolicy'), run: () => sheet.show('new') } : { label: c('newCalendar'), run: () => sheet.show(NEW_CALENDAR) };
  const tabs = <Segmented aria-label={t('promises')} value={tab} onChange={setTab} options={[{ value: 'policies', label: t('promisesTab') }, { value: 'calendars', label: t('calendarsTab') }]} />;
  return (
    <Page title={t('promises')} extra={tabs} create={create}>
      {ofPolicies
        ? <Read of={policies}>{(rows) => (rows.length === 0 ? <Empty title={t('policiesNone')} /> : <PolicyList policies={rows} calendars={calendars.data ?? []} onOpen={(row) => sheet.show(row.id)} />)}</Read>
        : <Read of={calendars}>{(rows) => (rows.length === 0 ? <Empty title={t('calendarsNone')} /> : <CalendarList calendars={rows} onOpen={(row) => sheet.show(row.id)} />)}</Read>}
      {policy && <PolicySheet key={policy.key} policy={policy.record} calendars={calendars.data ?? []} position={(policies.data ?? []).length} onClose={sheet.close} />}
      {calendar && <CalendarSheet key={calendar.key} calendar={calendar.record} onClose={sheet.close} />}
    </Page>
  );
}
