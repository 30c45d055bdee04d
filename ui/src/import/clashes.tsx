/** Sentences that say otherwise elsewhere, side by side with what differs marked. A person decides which holds. */
import { Button } from 'antd';
import type { ImportClash } from '../ipc/bindings';

import { Chip } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { MarkedText } from '../kit/marked';
import style from './import.module.css';
import { words } from './words';

export function Clashes({ clashes, onGo }: { clashes: readonly ImportClash[]; onGo: (key: string) => void }) {
  const t = useWords(words);
  return (
    <section className={style.finding} aria-label={t('clashes')}>
      <h3>{t('clashes')}</h3>
      <p className="t12 ink3">{t('clashesNote')}</p>
      {clashes.map((clash, i) => <Pair key={i} clash={clash} onGo={onGo} />)}
    </section>
  );
}

const kinds = { money: 'kindMoney', percent: 'kindPercent', duration: 'kindDuration', count: 'kindCount', time: 'kindTime', date: 'kindDate', phone: 'kindPhone', may: 'kindMay' } as const;

function Pair({ clash, onGo }: { clash: ImportClash; onGo: (key: string) => void }) {
  const t = useWords(words);
  const { mine, theirs, newer, article, key, title } = clash;
  return (
    <div className={style.pair}>
      <div className={style.side}>
        <span className="row g8 t12 ink3"><span>{t('mine')}</span><Chip bare>{t(kinds[clash.kind])}</Chip>{newer === 'mine' && <Chip tone="info">{t('newer')}</Chip>}</span>
        <p><MarkedText text={mine.text} marks={mine.marks} /></p>
      </div>
      <div className={style.side}>
        <span className="row g8 t12 ink3">
          {article ? <a className="ell" href={`#/knowledge/${article}`} target="_blank" rel="noreferrer">{t('theirs', { title })}</a> : <Button type="link" size="small" className={style.inline} onClick={() => key && onGo(key)}>{t('theirsHere', { title })}</Button>}
          {newer === 'theirs' && <Chip tone="info">{t('newer')}</Chip>}
        </span>
        <p><MarkedText text={theirs.text} marks={theirs.marks} /></p>
      </div>
    </div>
  );
}
