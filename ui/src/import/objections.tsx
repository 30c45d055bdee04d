/** Files that were not even sent, each with its reason. */
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { sizeOf } from '../message/bytes';
import { kindOf, type Objection } from './files';
import style from './import.module.css';
import { words } from './words';

export function useObjection(): (file: File, why: Objection, table?: boolean) => string {
  const t = useWords(words);
  return (file, why, table) => {
    if (why === 'tooLarge') return t('tooLarge', { size: sizeOf(file.size) });
    if (why === 'wrongKind') return table ? t('wrongTable') : t('wrongKind', { kind: kindOf(file.name) || '?' });
    return t(why);
  };
}

export function FileLine({ name, why, detail }: { name: string; why: string | undefined; detail?: string }) {
  return (
    <li className={style.file}>
      <Icon name={why ? 'alert' : 'check'} size={16} style={{ color: why ? 'var(--z-danger)' : 'var(--z-ok)' }} />
      <span className="col grow">
        <span className="row g8"><span className="ell">{name}</span>{detail && <span className="t12 ink3 num nowrap">{detail}</span>}</span>
        {why && <span className="t12 ink2" style={{ overflowWrap: 'anywhere' }}>{why}</span>}
      </span>
    </li>
  );
}
