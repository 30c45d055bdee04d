/** The departments that work is handed to. */
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { Empty } from '../../kit/states';
import { DepartmentList } from '../../shop/department-list';
import { DepartmentSheet } from '../../shop/department-sheet';
import { words as shopWords } from '../../shop/words';
import { NEW, openedIn, Page, Read, useSheet } from './page';
import { words } from './words';

export function DepartmentsPart() {
  const t = useWords(words);
  const s = useWords(shopWords);
  const departments = useCall('department.list', {});
  const shops = useCall('shop.list', {}).data ?? [];
  const staff = useCall('staff.cards', {}).data ?? [];
  const sheet = useSheet('departments');
  const opened = openedIn(sheet, departments.data, (row) => row.id);
  return (
    <Page title={t('departments')} count={departments.data?.length} create={{ label: s('newDepartment'), run: () => sheet.show(NEW) }}>
      <Read of={departments}>
        {(rows) => (rows.length === 0 ? <Empty title={t('departmentsNone')} next={t('departmentsNoneNext')} /> : <DepartmentList departments={rows} shops={shops} staff={staff} onOpen={(row) => sheet.show(row.id)} />)}
      </Read>
      {opened && <DepartmentSheet key={opened.key} department={opened.record} shops={shops} staff={staff} onClose={sheet.close} />}
    </Page>
  );
}
