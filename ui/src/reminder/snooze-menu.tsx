/** The button that puts a conversation or ticket off: five usual moments, one to choose, and a plain reminder. */
import { Dropdown, type MenuProps } from 'antd';
import { useState } from 'react';
import type { Noun } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { notify } from '../kit/notices';
import { useNow, when } from '../kit/time';
import { snoozePresets } from './presets';
import style from './reminder.module.css';
import { TimeSheet } from './time-sheet';
import { words } from './words';

interface Props {
  noun: Noun;
  about: string;
  snoozedUntil: number | null;
  open: boolean;
  onOpen: (open: boolean) => void;
  /** null wakes it now. */
  onSnooze: (until: number | null) => void;
}

export function SnoozeMenu({ noun, about, snoozedUntil, open, onOpen, onSnooze }: Props) {
  const t = useWords(words);
  const [sheet, setSheet] = useState<'snooze' | 'remind'>();
  const remind = useAct('reminder.set');
  const setReminder = (due: number, note: string) =>
    remind.mutate({ noun, about, due, note }, { onSuccess: () => notify({ key: 'reminder', kind: 'done', text: t('remindSet', { when: when(due) }) }) });

  const presets = snoozePresets(useNow(60_000));
  const items: MenuProps['items'] = [
    ...(snoozedUntil === null ? [] : [{ key: 'wake', label: t('wakeNow'), onClick: () => onSnooze(null) }, { type: 'divider' as const }]),
    ...presets.map(({ name, until }) => ({
      key: name,
      label: <span className={style.preset}>{t(name)}{name !== 'tomorrow' && <span className="t12 ink3 num">{when(until)}</span>}</span>,
      onClick: () => onSnooze(until),
    })),
    { key: 'custom', label: t('custom'), onClick: () => setSheet('snooze') },
    { type: 'divider' },
    { key: 'remind', label: t('remindOnly'), onClick: () => setSheet('remind') },
  ];

  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']} open={open} onOpenChange={onOpen} autoFocus placement="bottomRight">
        <IconButton icon="snooze" label={t('snooze')} keys="z" menu expanded={open} on={snoozedUntil !== null} />
      </Dropdown>
      <TimeSheet open={sheet === 'snooze'} title={t('customTitle')} note={t('customNote')} action={t('customDo')} onClose={() => setSheet(undefined)} onDo={(until) => onSnooze(until)} />
      <TimeSheet open={sheet === 'remind'} title={t('remindTitle')} note={t('remindNote')} action={t('remindDo')} withNote onClose={() => setSheet(undefined)} onDo={setReminder} />
    </>
  );
}
