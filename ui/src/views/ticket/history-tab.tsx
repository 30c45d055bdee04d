/** Every change of every field, as the log of this and other devices has it. The story is for people; this is for proof. */
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { Empty, Failure, Skeleton } from '../../kit/states';
import { whenFull } from '../../kit/time';
import style from './ticket-page.module.css';
import { useSaid } from './said';
import { words } from './words';

export function HistoryTab({ id }: { id: string }) {
  const t = useWords(words);
  const said = useSaid();
  const history = useCall('ticket.history', { id });
  if (history.error && !history.data) return <Failure message={history.error.message} refusal={history.error.refusal} onRetry={() => void history.refetch()} />;
  if (!history.data) return <Skeleton lines={5} />;
  const entries = history.data.entries.toSorted((a, b) => b.at - a.at || b.seq - a.seq);
  if (entries.length === 0) return <Empty size="small" title={t('historyEmpty')} />;
  return (
    <table className={style.history}>
      <thead>
        <tr>{(['historyWhen', 'historyWho', 'historyWhat', 'historyFrom', 'historyTo', 'historyDevice'] as const).map((word) => <th key={word} scope="col">{t(word)}</th>)}</tr>
      </thead>
      <tbody>
        {entries.map((entry, i) => (
          <tr key={`${entry.device}-${entry.seq}-${entry.field}-${i}`}>
            <td className="num nowrap ink2">{whenFull(entry.at)}</td>
            <td className="nowrap">{entry.who?.name ?? t('system')}</td>
            <td className="nowrap">{entry.label || entry.field}</td>
            <td className="ink2">{said(entry.field, entry.from) || <span className="ink3">{t('blank')}</span>}</td>
            <td>{said(entry.field, entry.to) || <span className="ink3">{t('blank')}</span>}</td>
            <td className="num ink3 nowrap t12">{entry.device} · {entry.seq}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
