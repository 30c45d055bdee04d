/** Now, or at a time to come: the same choice wherever something is published. */
import { DatePicker, Radio } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useWords } from '../kit/i18n';
import { words } from './words';

/** `null`: now. `undefined`: later, but no time chosen yet. */
export type PublishTime = number | null | undefined;

/** Why this time cannot be taken. */
export function objectionTo(at: PublishTime, now: number): 'publishWhenMissing' | 'publishWhenPast' | undefined {
  if (at === undefined) return 'publishWhenMissing';
  return at !== null && at <= now ? 'publishWhenPast' : undefined;
}

/** Tomorrow before the shops open. */
export function tomorrowMorning(now: number): number {
  return dayjs(now).add(1, 'day').hour(9).minute(0).second(0).millisecond(0).valueOf();
}

export function PublishWhen({ at, onChange }: { at: PublishTime; onChange: (at: PublishTime) => void }) {
  const t = useWords(words);
  const later = at !== null;
  const pick = (value: Dayjs | null) => onChange(value ? value.second(0).millisecond(0).valueOf() : undefined);
  return (
    <div className="col g8">
      <Radio.Group aria-label={t('publishWhen')} value={later ? 'later' : 'now'} onChange={(event) => onChange(event.target.value === 'later' ? tomorrowMorning(Date.now()) : null)}
        options={[{ value: 'now', label: t('publishNow') }, { value: 'later', label: t('publishLater') }]} />
      {later && <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" aria-label={t('publishWhen')} value={at === undefined ? null : dayjs(at)} disabledDate={(date) => date.isBefore(dayjs().startOf('day'))} onChange={pick} />}
    </div>
  );
}
