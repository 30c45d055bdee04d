/**
 * One conversation in 84 px: avatar with channel, name and time, one line of words, one line of facts in fixed order:
 * promise, mood, draft, ticket, queue. At most two facts have a ground.
 */
import { memo } from 'react';
import type { ConversationRow as Row } from '../ipc/bindings';
import { Avatar } from '../kit/avatar';
import { Chip, classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { PromiseClock } from '../kit/promise-clock';
import { useNow, when, whenFull, whenShort } from '../kit/time';
import { UnsentDot } from '../kit/unsent';
import style from './list.module.css';
import { MoodChip, useTierName } from './mood';
import { words } from './words';

interface Props {
  row: Row;
  chosen: boolean;
  picked: boolean;
  onPick: (id: string, stretch: boolean) => void;
}

export const ConversationRow = memo(function ConversationRow({ row, chosen, picked, onPick }: Props) {
  const t = useWords(words);
  const tier = useTierName();
  const now = useNow(60_000);
  const unread = row.unread > 0;
  const preview = row.has_draft && row.draft ? t('draftOf', { text: row.draft }) : row.preview;
  return (
    <div className={classes(style.row, chosen && style.chosen, unread && style.new, picked && style.picked)}>
      {unread && <span className={style.dot} role="img" aria-label={t('unread')} />}
      {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the mouse's way; x does it by keyboard */}
      <span className={classes(style.face, picked && style.ticking)} title={t('pick')} onClick={(event) => (event.stopPropagation(), onPick(row.id, event.shiftKey))}>
        <Avatar name={row.title} size={40} channel={row.channel} />
        <span className={style.tick} aria-hidden>{picked && <Icon name="check" size={14} />}</span>
      </span>
      {picked && <span className="unseen">{t('picked')}</span>}
      <div className={style.words}>
        <div className={style.top}>
          <span className={classes(style.name, 'ell')}>{row.title || t('anonymous')}</span>
          {row.customer?.tier && <span className="t12 ink3 nowrap">{tier(row.customer.tier)}</span>}
          <UnsentDot id={row.id} />
          <span className="grow" />
          <time className="t12 ink3 num nowrap" title={whenFull(row.last_at)}>{whenShort(row.last_at, now)}</time>
        </div>
        <div className={classes(style.preview, 'ell')}>{preview}</div>
        <Facts row={row} />
      </div>
    </div>
  );
});

function Facts({ row }: { row: Row }) {
  const t = useWords(words);
  return (
    <div className={style.facts}>
      {row.reply_due !== null && <PromiseClock state={row.paused ? 'paused' : 'running'} due={row.reply_due} metric={t('nextReply')} />}
      {row.snoozed_until !== null && <Chip bare icon="snooze">{t('snoozedTill', { when: when(row.snoozed_until) })}</Chip>}
      {row.mood && <MoodChip mood={row.mood} />}
      {row.has_draft && <Chip tone="accent" icon="edit" bare>{t('draft')}</Chip>}
      {row.ticket_number && <span className="t12 ink3 num nowrap">{row.ticket_number}</span>}
      {row.unsent > 0 && <Chip tone="warn" icon="cloud" bare>{t('unsent')}</Chip>}
      {row.mentioned && <Chip icon="at" bare>{t('mentioned')}</Chip>}
    </div>
  );
}
