/** The bell: reminders one set oneself that have come due. Never news about what others did. */
import { Popover } from 'antd';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useCall } from '../../ipc/hooks';
import { placeOf } from '../../ipc/place';
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import { useNow, when } from '../../kit/time';
import style from './frame.module.css';
import { words } from './words';

export function Reminders() {
  const t = useWords(words);
  const [open, setOpen] = useState(false);
  const [, go] = useLocation();
  const now = useNow(30_000);
  const due = (useCall('reminder.list', {}).data ?? []).filter((reminder) => reminder.due <= now);
  const visit = (reminder: (typeof due)[number]) => {
    const place = reminder.about && reminder.about_noun ? placeOf(reminder.about_noun, reminder.about) : undefined;
    setOpen(false);
    if (place) go(place);
  };
  const content = (
    <div className={style.popover}>
      {due.length === 0 && <div className="t13 ink2"><div>{t('remindersNone')}</div><div className="ink3 t12">{t('remindersNext')}</div></div>}
      {due.map((reminder) => (
        <button key={reminder.id} type="button" className={style.reminder} onClick={() => visit(reminder)}>
          <span className="grow"><span className="b">{reminder.title}</span>{reminder.note && <span className="ink2"> · {reminder.note}</span>}</span>
          <span className="t12 ink3 num nowrap">{when(reminder.due, now)}</span>
        </button>
      ))}
    </div>
  );
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomRight" title={t('reminders')} content={content}>
      <span className={style.bell}>
        <IconButton icon="bell" label={due.length > 0 ? t('remindersDue', { count: due.length }) : t('reminders')} size={17} expanded={open} />
        {due.length > 0 && <span className={style.count} aria-hidden>{due.length}</span>}
      </span>
    </Popover>
  );
}
