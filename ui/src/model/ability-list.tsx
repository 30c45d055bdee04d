/** What this machine can do now; what it lacks is named, so that nobody looks for a button that is not there. */
import type { Models } from '../ipc/bindings';
import { Chip } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { abilities, kinds, lackOf } from './abilities';
import style from './model.module.css';
import { words } from './words';

export function AbilityList({ rows }: { rows: Models['rows'] }) {
  const t = useWords(words);
  return (
    <ul className={style.abilities}>
      {abilities.map(({ name, more, icon, needs }) => {
        const lack = lackOf(needs, rows);
        return (
          <li key={name} className={style.ability}>
            <Icon name={icon} size={18} />
            <span className="col grow">
              <span className="b">{t(name)}</span>
              <span className="t12 ink3">{t(more)}</span>
            </span>
            {lack.length === 0 ? <Chip tone="ok" icon="check">{t('works')}</Chip> : <span className="t12 ink2">{t('lacks', { names: lack.map((kind) => t(kinds[kind])).join(t('and')) })}</span>}
          </li>
        );
      })}
    </ul>
  );
}
