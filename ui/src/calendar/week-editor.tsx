/** The seven days of a week, each a bar of the day and its spans; a day's hours can be copied to the others. */
import { Dropdown } from 'antd';
import type { DaySpans, Week } from '../ipc/bindings';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import style from './calendar.module.css';
import { troubleIn } from './hours';
import { Bar, Spans } from './spans';
import { useDayName } from './use-day-name';
import { words } from './words';

export function WeekEditor({ week, onChange }: { week: Week; onChange: (week: Week) => void }) {
  const set = (day: number, spans: DaySpans) => onChange(week.map((each, i) => (i === day ? spans : each)));
  const copy = (from: number, days: number) => onChange(week.map((each, i) => (i < days ? week[from] ?? [] : each)));
  return <div className={style.week}>{week.map((spans, day) => <Day key={day} day={day} spans={spans} onChange={(next) => set(day, next)} onCopy={(days) => copy(day, days)} />)}</div>;
}

function Day({ day, spans, onChange, onCopy }: { day: number; spans: DaySpans; onChange: (spans: DaySpans) => void; onCopy: (days: number) => void }) {
  const t = useWords(words);
  const name = useDayName()(day);
  const trouble = troubleIn(spans);
  const items = [{ key: '7', label: t('copyDown', { day: name }) }, { key: '5', label: t('copyWeekdays', { day: name }) }];
  return (
    <div className={style.day} role="group" aria-label={name}>
      <span>{name}</span>
      <Bar spans={spans} />
      <Spans day={name} spans={spans} onChange={onChange} />
      <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => onCopy(Number(key)) }}>
        <IconButton icon="more" small menu label={t('more', { day: name })} />
      </Dropdown>
      {trouble && <span className={style.wrong} role="status">{t(trouble)}</span>}
    </div>
  );
}
