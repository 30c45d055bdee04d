/** Four figures that say who stands before you. */
import type { CustomerDetail } from '../ipc/bindings';
import { useWords } from '../kit/i18n';
import style from './card.module.css';
import { figure, yuan } from './money';
import { words } from './words';

export function Stats({ customer }: { customer: CustomerDetail }) {
  const t = useWords(words);
  const { stats } = customer;
  const rated = stats.rating_average;
  const cells: [string, string, string][] = [
    [t('points'), figure(customer.points), ''],
    [t('spentYear'), yuan(customer.spent_year_cents), ''],
    [t('satisfaction'), rated === null ? '–' : rated.toFixed(1), rated === null ? t('noRatings') : t('outOfFive', { count: stats.ratings })],
    [t('visits'), t('visitsValue', { count: stats.conversations }), t('shopsVisited', { count: stats.shops_visited })],
  ];
  return (
    <div className={style.stats}>
      {cells.map(([label, value, more]) => (
        <div key={label} className={style.stat}>
          <span className="t12 ink3">{label}</span>
          <b className="num">{value}</b>
          {more && <span className="t12 ink3 num">{more}</span>}
        </div>
      ))}
    </div>
  );
}
