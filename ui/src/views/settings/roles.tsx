/** Roles beside permissions. */
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { RoleMatrix } from '../../role/matrix';
import { RoleSheet } from '../../role/role-sheet';
import { words as roleWords } from '../../role/words';
import { NEW, openedIn, Page, Read, useSheet } from './page';
import { words } from './words';

export function RolesPart() {
  const t = useWords(words);
  const r = useWords(roleWords);
  const roles = useCall('role.list', {});
  const sheet = useSheet('roles');
  const opened = openedIn(sheet, roles.data, (role) => role.id);
  return (
    <Page title={t('roles')} count={roles.data?.length} create={{ label: r('newRole'), run: () => sheet.show(NEW) }}>
      <Read of={roles}>{(rows) => <RoleMatrix roles={rows} onOpen={(role) => sheet.show(role.id)} />}</Read>
      {opened && <RoleSheet key={opened.key} role={opened.record} roles={roles.data ?? []} onClose={sheet.close} />}
    </Page>
  );
}
