/** How far our words have got, under the bubble: 还没发出 → 待发 → 已发出 → 已送 → 已读, or 没发出去 with the way out. */
import type { Delivery, Message } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Icon, type IconName } from '../kit/icons';
import style from './message.module.css';
import { words } from './words';

const looks = {
  held: { icon: 'clock', key: 'held', tone: undefined },
  pending: { icon: 'cloud', key: 'pending', tone: 'waiting' },
  sent: { icon: 'check', key: 'sent', tone: undefined },
  delivered: { icon: 'checks', key: 'delivered', tone: undefined },
  read: { icon: 'checks', key: 'read', tone: undefined },
  failed: { icon: 'alert', key: 'failed', tone: 'failed' },
} as const satisfies Record<Delivery, { icon: IconName; key: string; tone: string | undefined }>;

export function DeliveryLine({ message }: { message: Message }) {
  const t = useWords(words);
  const retry = useAct('conversation.retry');
  if (!message.delivery) return null;
  const look = looks[message.delivery];
  const failed = message.delivery === 'failed';
  return (
    <div className={classes(style.delivery, look.tone && style[look.tone])}>
      <Icon name={look.icon} size={14} className={message.delivery === 'read' ? style.readTick : undefined} />
      <span>{failed && message.failure ? t('failedWhy', { why: message.failure }) : t(look.key)}</span>
      {failed && (
        <button type="button" className={style.again} disabled={retry.isPending} onClick={() => retry.mutate({ id: message.id })}>{t('resend')}</button>
      )}
    </div>
  );
}
