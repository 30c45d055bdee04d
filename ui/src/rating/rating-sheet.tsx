/** Writes down what a customer thought of a conversation or ticket: one to five, and their words. Once only, so it says so. */
import { Button, Input, Modal } from 'antd';
import { useId, useState } from 'react';
import type { Noun } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { notify } from '../kit/notices';
import style from './rating.module.css';
import { scores } from './stars';
import { words } from './words';

const said = { 1: 'said1', 2: 'said2', 3: 'said3', 4: 'said4', 5: 'said5' } as const;
type Score = keyof typeof said;

export function RatingSheet({ noun, about, onClose }: { noun: Noun; about: string; onClose: () => void }) {
  const t = useWords(words);
  const [score, setScore] = useState<Score>();
  const [comment, setComment] = useState('');
  const id = useId();
  const give = useAct('rating.give');
  const keep = () => {
    if (!score) return;
    give.mutate({ noun, about, score, comment: comment.trim() }, { onSuccess: () => (notify({ key: 'rating', kind: 'done', text: t('kept') }), onClose()) });
  };
  const footer = (
    <span className="row g8" style={{ justifyContent: 'flex-end' }}>
      {!score && <span className="t12 ink3 grow" style={{ textAlign: 'start' }}>{t('needScore')}</span>}
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button type="primary" disabled={!score} loading={give.isPending} onClick={keep}>{t('keep')}</Button>
    </span>
  );
  return (
    <Modal open title={t('title')} onCancel={onClose} footer={footer} width={440} closable={{ 'aria-label': t('close') }}>
      <div className="col g12">
        <p className="t13 ink2">{t('note')}</p>
        <div className="row g12">
          <Choices score={score} onChoose={setScore} />
          <span className="t13 ink2" aria-live="polite">{score ? t(said[score]) : ''}</span>
        </div>
        <label htmlFor={id} className="t13 ink2">{t('comment')}</label>
        <Input.TextArea id={id} value={comment} maxLength={1000} rows={3} placeholder={t('commentHint')} onChange={(event) => setComment(event.target.value)} />
      </div>
    </Modal>
  );
}

function Choices({ score, onChoose }: { score: Score | undefined; onChoose: (score: Score) => void }) {
  const t = useWords(words);
  return (
    <div role="radiogroup" aria-label={t('score')} className={style.choices}>
      {scores.map((each) => (
        <span key={each} className={classes(style.choice, score !== undefined && each <= score && style.on)}>
          <input type="radio" name="score" aria-label={t('stars', { count: each })} checked={score === each} onChange={() => onChoose(each)} />
          <Icon name="star" size={24} />
        </span>
      ))}
    </div>
  );
}
