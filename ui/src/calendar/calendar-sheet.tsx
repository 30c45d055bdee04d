/** A business calendar: the week, what is closed, what is open after all. */
import { Checkbox, Input } from 'antd';
import type { Calendar, SaveCalendar } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useDraftOf } from '../kit/draft-of';
import { EditSheet } from '../kit/edit-sheet';
import { Field, Group, Several } from '../kit/form';
import { useWords } from '../kit/i18n';
import { notify } from '../kit/notices';
import { troubleIn, weekMinutes, wholeWeek } from './hours';
import { ExtraDaysEditor, HolidaysEditor } from './special-days';
import { useDayName } from './use-day-name';
import { useHours } from './use-hours';
import { WeekEditor } from './week-editor';
import { words } from './words';

const usual: [number, number][] = [[9 * 60, 12 * 60], [13 * 60, 21 * 60]];

function inputOf(calendar?: Calendar): SaveCalendar {
  if (!calendar) return { id: null, name: '', week: Array.from({ length: 7 }, () => usual), holidays: {}, extra_days: {}, archived: false };
  const { id, name, week, holidays, extra_days, archived } = calendar;
  return { id, name, week: wholeWeek(week), holidays, extra_days, archived };
}

function useMissing({ name, week, holidays, extra_days }: SaveCalendar): string | undefined {
  const t = useWords(words);
  const dayName = useDayName();
  const badDay = week.findIndex((spans) => troubleIn(spans) !== undefined);
  const badDate = Object.keys(extra_days).find((date) => troubleIn(extra_days[date] ?? []) !== undefined);
  const twice = Object.keys(extra_days).find((date) => date in holidays);
  if (!name.trim()) return t('needName');
  if (badDay >= 0) return t('needHours', { day: dayName(badDay) });
  if (badDate) return t('needHours', { day: badDate });
  return twice ? t('both', { date: twice }) : undefined;
}

export function CalendarSheet({ calendar, onClose }: { calendar?: Calendar | undefined; onClose: () => void }) {
  const t = useWords(words);
  const hours = useHours();
  const { value, set, dirty } = useDraftOf(inputOf(calendar));
  const save = useAct('calendar.save', { quiet: true });
  const keep = () => save.mutate(value, { onSuccess: () => (notify({ key: 'calendar', kind: 'done', text: t('saved', { name: value.name.trim() }) }), onClose()) });
  return (
    <EditSheet title={calendar ? t('edit', { name: calendar.name }) : t('newCalendar')} width={800} dirty={dirty} busy={save.isPending} missing={useMissing(value)} error={save.error} {...(calendar ? {} : { action: t('addCalendar') })} onSave={keep} onClose={onClose}>
      <Field label={t('name')}>{(control) => <Input {...control} autoFocus={!calendar} value={value.name} maxLength={80} placeholder={t('nameHint')} autoComplete="off" onChange={(event) => set({ name: event.target.value })} />}</Field>
      <Group title={t('week')} hint={t('weekHint')} extra={<span className="t13 ink3 num">{t('perWeek', { hours: hours(weekMinutes(value.week)) })}</span>}>
        <WeekEditor week={value.week} onChange={(week) => set({ week })} />
      </Group>
      <Group title={t('holidays')} hint={t('holidaysHint')}><HolidaysEditor holidays={value.holidays} onChange={(holidays) => set({ holidays })} /></Group>
      <Group title={t('extra')} hint={t('extraHint')}><ExtraDaysEditor days={value.extra_days} usual={value.week.find((spans) => spans.length > 0) ?? usual} onChange={(extra_days) => set({ extra_days })} /></Group>
      {calendar && !calendar.builtin && (
        <Several label={t('standing')} hint={t('archiveHint')}><Checkbox checked={value.archived} onChange={(event) => set({ archived: event.target.checked })}>{t('archive')}</Checkbox></Several>
      )}
    </EditSheet>
  );
}
