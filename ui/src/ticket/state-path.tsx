/** The states of a ticket on a line under its title, with how long it has been where it is. */
import { Fragment } from 'react';
import type { TicketState } from '../ipc/bindings';
import { classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { duration, useNow } from '../kit/time';
import { useNames } from './names';
import { pathOf } from './path';
import style from './ticket.module.css';
import { words } from './words';

export function StatePath({ state, since }: { state: TicketState; since: number | undefined }) {
  const t = useWords(words);
  const names = useNames();
  const now = useNow(60_000);
  const steps = pathOf(state);
  return (
    <ol className={style.path} aria-label={t('path')}>
      {steps.map((step, i) => (
        <Fragment key={step.state}>
          {i > 0 && <li className={style.line} aria-hidden />}
          <li className={classes(style.step, style[step.at])} aria-current={step.at === 'now' ? 'step' : undefined}>
            <span className={style.dot} aria-hidden>{step.at === 'done' && <Icon name="check" size={12} />}</span>
            {names.state(step.state)}
            {step.at === 'done' && <span className="unseen">{t('pathDone')}</span>}
            {step.at === 'now' && since !== undefined && <span className="t12 ink3 num" style={{ fontWeight: 400 }}>{duration(now - since, undefined, true)}</span>}
          </li>
        </Fragment>
      ))}
    </ol>
  );
}
