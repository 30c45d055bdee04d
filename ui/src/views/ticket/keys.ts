/** The keys of the ticket page. Each does what its button does; without a button they stand in the palette. */
import { useLocation } from 'wouter';
import { useMay, useMe } from '../../ipc/me';
import { useWords } from '../../kit/i18n';
import { useKeys, type Key } from '../../kit/keys';
import { isLive } from '../../ticket/names';
import { words as ticketWords } from '../../ticket/words';
import { neighboursOf } from '../tickets/place';
import type { Page } from './use-page';
import { words } from './words';

export function useTicketKeys(page: Page): void {
  const t = useWords(words);
  const of = useWords(ticketWords);
  const [, go] = useLocation();
  const me = useMe();
  const may = useMay();
  const { ticket, watchers, merged_into } = page.of;
  const { previous, next } = neighboursOf(ticket.id);
  const live = isLive(ticket.state);
  const fixed = merged_into !== null;
  const watching = watchers.some((card) => card.id === me?.staff.id);
  const moving: Key[] = [
    { key: 'j', label: t('next'), disabled: !next, run: () => next && go(`/tickets/${next}`), notInPalette: true },
    { key: 'k', label: t('previous'), disabled: !previous, run: () => previous && go(`/tickets/${previous}`), notInPalette: true },
    { key: 'u', label: t('back'), icon: 'list', run: () => go('/tickets') },
    { key: '.', label: t('copyNumber'), icon: 'link', also: 'copy number fuzhi', run: page.acts.copyNumber },
  ];
  const acting: Key[] = [
    { key: 's', label: t('move'), icon: 'check', also: 'state zhuangtai', run: () => page.open('state') },
    { key: 'shift+c', label: t('resolve'), icon: 'checks', also: 'resolve solve jiejue', disabled: !live, run: () => page.open('resolve') },
    { key: 'a', label: t('assign'), icon: 'user', also: 'assign fengei', run: () => page.open('assign') },
    { key: 'p', label: t('priority'), icon: 'flag', also: 'priority jibie', run: () => page.open('priority') },
    { key: 'l', label: t('tag'), icon: 'tag', also: 'label tag biaoqian', run: () => page.open('tag') },
    { key: 'h', label: t('handOver'), icon: 'forward', also: 'hand over zhuanjiao', disabled: !live, run: () => page.hand(true) },
    { key: 'r', label: t('keyReply'), icon: 'reply', also: 'reply huifu', run: () => page.dock.current?.write('reply') },
    { key: 'n', label: t('keyNote'), icon: 'lock', also: 'note beizhu', run: () => page.dock.current?.write('note') },
    { key: 'm', label: t('macro'), icon: 'bolt', also: 'macro hong', run: () => page.open('macro') },
    { key: 'z', label: t('snooze'), icon: 'snooze', also: 'snooze shaohou', disabled: !live, run: () => page.snooze(true) },
    { key: 'w', label: watching ? t('unwatch') : t('watch'), icon: 'eye', also: 'watch guanzhu', run: () => page.acts.watch(!watching) },
    { key: 'e', label: t('editTitle'), icon: 'edit', also: 'subject title biaoti', run: () => page.rename(true) },
    { key: '', label: t('department'), icon: 'group', also: 'department bumen', run: () => page.open('department') },
    { key: '', label: t('split'), icon: 'split', also: 'split chaifen', disabled: !live, run: () => page.open('split') },
    { key: '', label: t('merge'), icon: 'merge', also: 'merge hebing', disabled: !may('ticket.merge'), run: () => page.open('merge') },
    { key: '', label: t('child'), icon: 'plus', also: 'child xiaji', disabled: !live, run: () => page.open('child') },
  ];
  useKeys({ id: 'ticket', title: of('scope'), order: 3 }, fixed ? moving : [...acting, ...moving]);
}
