/** How many messages the channel still takes, as pips and words. One left warns; none left is said where the button is. */
import { Tooltip } from 'antd';
import type { Budget } from '../ipc/bindings';
import { classes } from '../kit/chip';
import { useWords, type Say } from '../kit/i18n';
import { useNow } from '../kit/time';
import style from './draft.module.css';
import { words } from './words';

/** What is left at `now`: a window that has closed leaves nothing. */
export function leftOf(budget: Budget, now: number): number {
  return budget.until > now ? Math.max(0, budget.left) : 0;
}

/** Whole hours, however many: the windows of the channels are counted in hours, not days. */
function hoursLeft(t: Say<typeof words.zh>, ms: number): string {
  const minutes = Math.max(1, Math.floor(ms / 60_000));
  return minutes < 60 ? t('minutes', { m: minutes }) : t('hours', { h: Math.floor(minutes / 60) });
}

export function BudgetPips({ budget }: { budget: Budget }) {
  const t = useWords(words);
  const now = useNow(60_000);
  const left = leftOf(budget, now);
  const sentence = left === 0 ? t('needCustomer') : t('budget', { left, of: budget.of, time: hoursLeft(t, budget.until - now) });
  return (
    <Tooltip title={t('budgetTip')}>
      <span className={classes(style.budget, left <= 1 && style.short)}>
        <span className={style.pips} aria-hidden>
          {Array.from({ length: Math.min(budget.of, 10) }, (_, i) => <i key={i} className={classes(i >= left && style.spent)} />)}
        </span>
        {sentence}
      </span>
    </Tooltip>
  );
}
