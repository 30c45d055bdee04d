/** Articles that say the same already, and what becomes of this one beside them. */
import { Button } from 'antd';
import type { ArticleEdit, ImportDouble } from '../ipc/bindings';
import { useWords } from '../kit/i18n';
import style from './import.module.css';
import { words } from './words';

interface Props {
  doubles: readonly ImportDouble[];
  edit: ArticleEdit;
  onEdit: (edit: ArticleEdit) => void;
  onGo: (key: string) => void;
}

const kinds = { same: 'doubleSame', near: 'doubleNear', question: 'doubleQuestion' } as const;
const advices = { replace: 'adviseReplace', skip: 'adviseSkip', both: 'adviseBoth' } as const;

export function Doubles({ doubles, edit, onEdit, onGo }: Props) {
  const t = useWords(words);
  return (
    <section className={style.finding} aria-label={t('doubles')}>
      <h3>{t('doubles')}</h3>
      <ul>
        {doubles.map((double) => {
          const { article, key, title } = double;
          const chosen = article !== null && edit.into === article;
          return (
            <li key={article ?? key} className={style.double}>
              <span className="col grow" style={{ minWidth: 0 }}>
                {article ? <a className="ell" href={`#/knowledge/${article}`} target="_blank" rel="noreferrer">{title}</a> : <Button type="link" size="small" className={style.inline} onClick={() => key && onGo(key)}>{t('theirsHere', { title })}</Button>}
                <span className="t12 ink3">{t(kinds[double.kind], { share: double.share })} · {t(chosen ? 'chosenReplace' : advices[double.advice])}</span>
              </span>
              {article && <Button size="small" aria-pressed={chosen} onClick={() => onEdit({ ...edit, into: chosen ? null : article })}>{t(chosen ? 'keepApart' : 'replaceIt')}</Button>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
