/** The promises as lines: for each kind, how soon for normal and for urgent tickets. */
import type { Calendar, SlaPolicy, Target } from '../ipc/bindings';
import { Chip } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Rows, type Column } from '../kit/rows';
import { useNames } from '../ticket/names';
import { useLength } from './use-length';
import { words } from './words';

export function PolicyList({ policies, calendars, onOpen }: { policies: readonly SlaPolicy[]; calendars: readonly Calendar[]; onOpen: (policy: SlaPolicy) => void }) {
  const t = useWords(words);
  const names = useNames();
  const length = useLength();
  const rows = policies.toSorted((a, b) => Number(a.archived) - Number(b.archived) || a.position - b.position);
  const said = (policy: SlaPolicy, key: keyof Target) => length(policy.targets['normal']?.[key] ?? null);
  const column = (key: keyof Target, title: string): Column<SlaPolicy> => ({ key, title: `${title} · ${names.priority('normal')}`, width: 'minmax(112px, .6fr)', cell: (policy) => (said(policy, key) ? <span className="num">{said(policy, key)}</span> : <span className="ink3">{t('none')}</span>) });
  const columns: Column<SlaPolicy>[] = [
    { key: 'name', title: t('name'), width: 'minmax(160px, 1fr)', cell: (policy) => <span className="t14">{policy.name}</span> },
    { key: 'calendar', title: t('calendar'), width: 'minmax(144px, 1fr)', cell: (policy) => calendars.find((each) => each.id === policy.calendar)?.name ?? t('calendarOwn') },
    column('first_reply_min', names.metric('first_reply')),
    column('next_reply_min', names.metric('next_reply')),
    column('resolve_min', names.metric('resolve')),
    { key: 'standing', title: t('standing'), width: '96px', cell: (policy) => (policy.archived ? <Chip>{t('archived')}</Chip> : t('inUse')) },
  ];
  return <Rows label={t('policies')} columns={columns} rows={rows} idOf={(policy) => policy.id} isFaded={(policy) => policy.archived} onOpen={onOpen} />;
}
