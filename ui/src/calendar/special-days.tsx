/** Holidays as runs of days with their reason, and make-up working days with their own hours. */
import { Button, DatePicker, Input } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import type { DaySpans, ExtraDays, Holidays } from '../ipc/bindings';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import style from './calendar.module.css';
import { daysBetween, runsOf, weekdayOf, withoutDays, withRun, type Run } from './days';
import { troubleIn } from './hours';
import { Spans } from './spans';
import { useDayName } from './use-day-name';
import { words } from './words';

const DATE = 'YYYY-MM-DD';
/** The picker is empty again as soon as a day was added. */
const nothing: Dayjs | null = null as Dayjs | null;

export function HolidaysEditor({ holidays, onChange }: { holidays: Holidays; onChange: (holidays: Holidays) => void }) {
  const t = useWords(words);
  const runs = runsOf(holidays);
  return (
    <>
      {runs.length === 0 && <p className="t13 ink3">{t('holidaysNone')}</p>}
      <ul className={style.rows}>
        {runs.map((run) => (
          <li key={run.from}>
            <span className={`${style.date} num`}>{rangeOf(run)}</span>
            <span className="grow ell">{run.why}</span>
            <span className="ink3 num">{t('holidayDays', { count: run.days })}</span>
            <IconButton icon="trash" small destroys label={t('holidayGone', { why: run.why, date: rangeOf(run) })} onClick={() => onChange(withoutDays(holidays, daysBetween(run.from, run.to)))} />
          </li>
        ))}
      </ul>
      <AddRun onAdd={(from, to, why) => onChange(withRun(holidays, from, to, why))} />
    </>
  );
}

function rangeOf({ from, to }: Run): string {
  return from === to ? from : `${from} – ${to.slice(from.slice(0, 5) === to.slice(0, 5) ? 5 : 0)}`;
}

function AddRun({ onAdd }: { onAdd: (from: string, to: string, why: string) => void }) {
  const t = useWords(words);
  const [range, setRange] = useState<[Dayjs, Dayjs]>();
  const [why, setWhy] = useState('');
  const add = () => {
    if (!range || !why.trim()) return;
    onAdd(range[0].format(DATE), range[1].format(DATE), why.trim());
    setRange(undefined);
    setWhy('');
  };
  return (
    <div className={style.add}>
      <DatePicker.RangePicker aria-label={t('holidayDates')} value={range ?? null} onChange={(next) => setRange(next?.[0] && next[1] ? [next[0], next[1]] : undefined)} />
      <Input style={{ width: 180 }} aria-label={t('holidayWhy')} placeholder={t('holidayWhyHint')} value={why} maxLength={80} onChange={(event) => setWhy(event.target.value)} onPressEnter={(event) => (event.preventDefault(), add())} />
      <Button disabled={!range || !why.trim()} onClick={add}>{t('add')}</Button>
    </div>
  );
}

export function ExtraDaysEditor({ days, usual, onChange }: { days: ExtraDays; usual: DaySpans; onChange: (days: ExtraDays) => void }) {
  const t = useWords(words);
  const dayName = useDayName();
  const dates = Object.keys(days).toSorted();
  return (
    <>
      {dates.length === 0 && <p className="t13 ink3">{t('extraNone')}</p>}
      <ul className={style.rows}>
        {dates.map((date) => {
          const trouble = troubleIn(days[date] ?? []);
          return (
            <li key={date}>
              <span className={`${style.date} num`}>{date} {dayName(weekdayOf(date))}</span>
              <span className="grow">
                <Spans day={date} spans={days[date] ?? []} onChange={(spans) => onChange({ ...days, [date]: spans })} />
                {trouble && <span className={style.wrong}>{t(trouble)}</span>}
              </span>
              <IconButton icon="trash" small destroys label={t('extraGone', { date })} onClick={() => onChange(withoutDays(days, [date]))} />
            </li>
          );
        })}
      </ul>
      <div className={style.add}>
        <DatePicker aria-label={t('extraDate')} placeholder={t('extraDate')} style={{ width: 220 }} value={nothing} onChange={(date) => date && onChange({ [date.format(DATE)]: usual, ...days })} />
      </div>
    </>
  );
}
