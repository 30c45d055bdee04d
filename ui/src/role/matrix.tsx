/** Every role beside every permission. A role's name opens it; the table itself only shows. */
import { Fragment } from 'react';
import type { RoleRow } from '../ipc/bindings';
import { Chip } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { groups, names, ordered } from './groups';
import style from './role.module.css';
import { words } from './words';

export function RoleMatrix({ roles, onOpen }: { roles: readonly RoleRow[]; onOpen: (role: RoleRow) => void }) {
  const t = useWords(words);
  const columns = ordered(roles);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls both ways
    <div className={style.scroll} role="region" aria-label={t('matrix')} tabIndex={0}>
      <table className={style.matrix}>
        <thead>
          <tr>
            <th scope="col">{t('permission')}</th>
            {columns.map((role) => (
              <th key={role.id} scope="col">
                <button type="button" className={style.role} aria-label={t('edit', { name: role.name })} onClick={() => onOpen(role)}>
                  <span className="b">{role.name}</span>
                  <span className="row g4 t12 ink3 num">{t('people', { count: role.people })}{role.builtin && <Chip tone="line">{t('builtin')}</Chip>}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <Fragment key={group.name}>
              <tr className={style.group}><th scope="colgroup" colSpan={columns.length + 1}>{t(group.name)}</th></tr>
              {group.permissions.map((permission) => (
                <tr key={permission}>
                  <th scope="row">{t(names[permission])}</th>
                  {columns.map((role) => <td key={role.id}><Held on={role.permissions.includes(permission)} /></td>)}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Held({ on }: { on: boolean }) {
  const t = useWords(words);
  return on ? <><Icon name="check" size={16} /><span className="unseen">{t('allowed')}</span></> : <><span aria-hidden className="ink3">–</span><span className="unseen">{t('denied')}</span></>;
}
