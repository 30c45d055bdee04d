/** The list of parts on the left; those one may not use are not there. */
import { Link } from 'wouter';
import { useMayCall } from '../../ipc/me';
import { classes } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { Icon } from '../../kit/icons';
import { offered, type Section } from './sections';
import style from './settings.module.css';
import { words } from './words';

export function Nav({ current }: { current: Section['name'] | undefined }) {
  const t = useWords(words);
  const may = useMayCall();
  return (
    <nav className={style.nav} aria-label={t('nav')}>
      <header>{t('settings')}</header>
      <div className={style.navBody}>
        {offered(may).map(({ group, sections }) => (
          <div key={group} className={style.navGroup}>
            <h2>{t(group)}</h2>
            {sections.map(({ name, icon }) => (
              <Link key={name} href={`/settings/${name}`} className={classes(style.link, name === current && style.on)} aria-current={name === current ? 'page' : undefined}>
                <Icon name={icon} size={17} />
                <span className="ell">{t(name)}</span>
              </Link>
            ))}
          </div>
        ))}
      </div>
    </nav>
  );
}
