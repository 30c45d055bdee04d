/** Oneself: lock, hand the till to a colleague, password, PIN, sign out. */
import { Dropdown, type MenuProps } from 'antd';
import { useState } from 'react';
import { useMe } from '../../ipc/me';
import { Avatar } from '../../kit/avatar';
import { useWords } from '../../kit/i18n';
import { Icon, type IconName } from '../../kit/icons';
import { useKeys } from '../../kit/keys';
import { useScopes } from '../../kit/scopes';
import { SecretSheet, type SecretKind } from '../sign-in/secret-sheet';
import { lockNow, signOut } from '../sign-in/entry';
import { SwitchSheet } from '../sign-in/switch-sheet';
import { LeaveSheet } from '../../sync/leave-sheet';
import { somethingUnsent } from '../../sync/hub';
import style from './frame.module.css';
import { words } from './words';

type Sheet = SecretKind | 'switch' | 'leave';

/** Made once, so that leaving is asked for once. */
const leaveNow = () => void signOut();

export function StaffMenu() {
  const t = useWords(words);
  const me = useMe();
  const [sheet, setSheet] = useState<Sheet>();
  const leave = () => void somethingUnsent().then((unsent) => (unsent ? setSheet('leave') : signOut()));
  useKeys(useScopes().anywhere, [
    { key: '', label: t('switchStaff'), icon: 'swap', also: 'switch huanren', run: () => setSheet('switch') },
    { key: '', label: t('password'), icon: 'edit', also: 'password mima', run: () => setSheet('password') },
    { key: '', label: t('pin'), icon: 'device', also: 'pin', run: () => setSheet('pin') },
    { key: '', label: t('signOut'), icon: 'out', also: 'sign out tuichu', run: leave },
  ]);
  if (!me) return null;
  const icon = (name: IconName) => <Icon name={name} size={16} />;
  const items: MenuProps['items'] = [
    { key: 'who', type: 'group', label: `${me.staff.name} · ${me.organisation}` },
    { key: 'lock', icon: icon('lock'), label: t('lock'), onClick: () => void lockNow() },
    { key: 'switch', icon: icon('swap'), label: t('switchStaff'), onClick: () => setSheet('switch') },
    { type: 'divider' },
    { key: 'password', icon: icon('edit'), label: t('password'), onClick: () => setSheet('password') },
    { key: 'pin', icon: icon('device'), label: t('pin'), onClick: () => setSheet('pin') },
    { type: 'divider' },
    { key: 'out', icon: icon('out'), label: t('signOut'), onClick: leave },
  ];
  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
        <button type="button" className={style.me} aria-haspopup="menu" aria-label={t('staffMenu', { name: me.staff.name })}>
          <Avatar name={me.staff.name} size={26} />
        </button>
      </Dropdown>
      {sheet === 'leave' && <LeaveSheet onLeave={leaveNow} onStay={() => setSheet(undefined)} />}
      <SwitchSheet open={sheet === 'switch'} onClose={() => setSheet(undefined)} />
      {(sheet === 'password' || sheet === 'pin') && <SecretSheet kind={sheet} onClose={() => setSheet(undefined)} />}
    </>
  );
}
