/** Everything one does to a ticket less often. What is not possible stays in the menu and says why. */
import { Dropdown, type MenuProps } from 'antd';
import { useMay, useMe } from '../../ipc/me';
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import { Icon, type IconName } from '../../kit/icons';
import { KeyCap } from '../../kit/key-cap';
import { isLive } from '../../ticket/names';
import type { Page } from './use-page';
import { words } from './words';

type Item = NonNullable<MenuProps['items']>[number];

function item(key: string, icon: IconName, label: string, run: () => void, more: { keys?: string; why?: string | undefined; danger?: boolean } = {}): Item {
  const said = (
    <span className="row g16">
      <span className="grow">{label}{more.why && <span className="t12 ink3" style={{ display: 'block' }}>{more.why}</span>}</span>
      {more.keys && <KeyCap keys={more.keys} />}
    </span>
  );
  return { key, icon: <Icon name={icon} size={16} />, label: said, disabled: more.why !== undefined, danger: more.danger ?? false, onClick: run };
}

export function MoreMenu({ page }: { page: Page }) {
  const t = useWords(words);
  const me = useMe();
  const may = useMay();
  const { ticket, watchers, rating } = page.of;
  const watching = watchers.some((card) => card.id === me?.staff.id);
  const over = isLive(ticket.state) ? undefined : t('notLive');
  const mergeWhy = may('ticket.merge') ? undefined : t('onlyMerge');
  const items: Item[] = [
    item('assign', 'user', t('assign'), () => page.open('assign'), { keys: 'a' }),
    item('priority', 'flag', t('priority'), () => page.open('priority'), { keys: 'p' }),
    item('tag', 'tag', t('tag'), () => page.open('tag'), { keys: 'l' }),
    item('department', 'group', t('department'), () => page.open('department')),
    item('macro', 'bolt', t('macro'), () => page.open('macro'), { keys: 'm' }),
    item('watch', 'eye', watching ? t('unwatch') : t('watch'), () => page.acts.watch(!watching), { keys: 'w' }),
    { type: 'divider' },
    item('child', 'plus', t('child'), () => page.open('child'), { why: over }),
    item('split', 'split', t('split'), () => page.open('split'), { why: over }),
    item('merge', 'merge', t('merge'), () => page.open('merge'), { why: mergeWhy }),
    ...(over && !rating ? [item('rate', 'star', t('rate'), () => page.open('rate'))] : []),
    { type: 'divider' },
    item('delete', 'trash', t('remove'), () => page.open('delete'), { danger: true, why: may('ticket.delete') ? undefined : t('onlyAdmin') }),
  ];
  return <Dropdown trigger={['click']} menu={{ items, style: { minWidth: 240 } }} placement="bottomRight" autoFocus><IconButton icon="more" label={t('more')} menu /></Dropdown>;
}
