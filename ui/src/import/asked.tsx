/** Questions that the article answers, each with the sentence that answers it: ticked as a way to ask for it, or as an article of its own. */
import { Button, Segmented } from 'antd';
import type { ArticleEdit, ImportAsked } from '../ipc/bindings';
import { Chip } from '../kit/chip';
import { useWords } from '../kit/i18n';
import style from './import.module.css';
import { used, choiceOf, type Use } from './review';
import { words } from './words';

export function Asked({ asked, edit, onEdit }: { asked: readonly ImportAsked[]; edit: ArticleEdit; onEdit: (edit: ArticleEdit) => void }) {
  const t = useWords(words);
  const sure = asked.filter((one) => one.sure).map(({ id }) => id);
  const options = [{ value: 'leave', label: t('askLeave') }, { value: 'ask', label: t('askAsk') }, { value: 'apart', label: t('askApart') }] satisfies { value: Use; label: string }[];
  return (
    <section className={style.finding} aria-label={t('asked')}>
      <div className="row g8"><h3 className="grow">{t('asked')}</h3>{sure.length > 0 && <Button size="small" onClick={() => onEdit(used(edit, sure, 'ask'))}>{t('askAllSure', { count: sure.length })}</Button>}</div>
      <p className="t12 ink3">{t('askedNote')}</p>
      <ul>
        {asked.map((one) => (
          <li key={one.id} className={style.double}>
            <span className="col grow" style={{ minWidth: 0 }}>
              <span className="row g8"><b>{one.question}</b>{!one.sure && <Chip tone="ai" icon="spark" title={t('madeNote')}>{t('made')}</Chip>}</span>
              <span className={style.answer}>{one.answer}</span>
            </span>
            <Segmented<Use> size="small" aria-label={t('askUse', { question: one.question })} value={choiceOf(edit, one)} options={options} onChange={(use) => onEdit(used(edit, [one.id], use))} />
          </li>
        ))}
      </ul>
    </section>
  );
}
