/**
 * Short words about something that just happened, top centre. One notice per key: the same trouble said twice is shown once.
 * Refusals and news go by themselves; failures stay until read. Not for anything a colleague or another device did.
 */
import { useEffect, useSyncExternalStore } from 'react';
import { classes } from './chip';
import { useWords } from './i18n';
import { IconButton } from './icon-button';
import { Icon, type IconName } from './icons';
import style from './kit.module.css';
import { words } from './words';

export interface Notice {
  key: string;
  kind: 'done' | 'refusal' | 'failure';
  text: string;
  detail?: string;
}

const stay = { done: 3000, refusal: 6000, failure: undefined } as const;
const icons: Record<Notice['kind'], IconName> = { done: 'check', refusal: 'lock', failure: 'alert' };

let shown: readonly Notice[] = [];
const listeners = new Set<() => void>();

function change(next: readonly Notice[]): void {
  shown = next;
  listeners.forEach((heard) => heard());
}

export function notify(notice: Notice): void {
  change([...shown.filter((other) => other.key !== notice.key), notice].slice(-3));
}

export function dismiss(key: string): void {
  if (shown.some((notice) => notice.key === key)) change(shown.filter((notice) => notice.key !== key));
}

export function useNotices(): readonly Notice[] {
  return useSyncExternalStore((heard) => (listeners.add(heard), () => listeners.delete(heard)), () => shown);
}

function Line({ notice }: { notice: Notice }) {
  const t = useWords(words);
  useEffect(() => {
    const length = stay[notice.kind];
    if (length === undefined) return;
    const timer = setTimeout(() => dismiss(notice.key), length);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div className={classes(style.notice, style[notice.kind])} role={notice.kind === 'failure' ? 'alert' : 'status'}>
      <Icon name={icons[notice.kind]} size={18} />
      <div className="grow">
        {notice.text}
        {notice.detail && <div className={style.noticeDetail}>{notice.detail}</div>}
      </div>
      <IconButton icon="x" small label={t('noticeDismiss')} onClick={() => dismiss(notice.key)} />
    </div>
  );
}

export function NoticeHost() {
  const notices = useNotices();
  return <div className={style.notices}>{notices.map((notice) => <Line key={notice.key} notice={notice} />)}</div>;
}
