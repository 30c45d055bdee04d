/** Company name, idle lock, password age, time to undo. */
import { OrganisationForm } from '../../organisation/organisation-form';
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { Page, Read } from './page';
import style from './settings.module.css';
import { words } from './words';

export function OrganisationPart() {
  const t = useWords(words);
  const organisation = useCall('organisation.get', {});
  return (
    <Page title={t('organisation')}>
      <Read of={organisation}>
        {({ name, idle_lock_min, undo_send_ms, password_days }) => (
          <div className={style.body}>
            <div className={style.sheet}><OrganisationForm key={[name, idle_lock_min, undo_send_ms, password_days].join(' ')} first={{ name, idle_lock_min, undo_send_ms, password_days }} /></div>
          </div>
        )}
      </Read>
    </Page>
  );
}
