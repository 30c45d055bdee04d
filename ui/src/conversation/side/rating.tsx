/** What the customer thought of it. At the counter and on the phone the clerk writes it down for them, once it is over. */
import { Button, Input, Rate } from 'antd';
import { useState } from 'react';
import type { ConversationDetail } from '../../ipc/bindings';
import { useAct } from '../../ipc/hooks';
import { useMay } from '../../ipc/me';
import { useWords } from '../../kit/i18n';
import { Icon } from '../../kit/icons';
import { Section } from '../../kit/pane';
import { when } from '../../kit/time';
import { words } from './words';

const spoken: readonly string[] = ['counter', 'hotline', 'kiosk'];

export function RatingSection({ of }: { of: ConversationDetail }) {
  const t = useWords(words);
  const may = useMay()('ticket.work');
  if (of.rating) {
    const { score, comment, at } = of.rating;
    return (
      <Section title={t('rate')} extra={<span className="num">{t('ratedAt', { when: when(at) })}</span>}>
        <span className="row g8">
          <Rate disabled value={score} character={<Icon name="star" size={16} />} aria-label={t('stars', { score })} />
          <span className="b num">{t('stars', { score })}</span>
        </span>
        {comment && <p className="t13 ink2" style={{ marginTop: 4 }}>{comment}</p>}
      </Section>
    );
  }
  const asks = of.conversation.state === 'ended' && may && spoken.includes(of.conversation.channel);
  return asks ? <Section title={t('rate')}><RatingForm id={of.conversation.id} /></Section> : null;
}

function RatingForm({ id }: { id: string }) {
  const t = useWords(words);
  const [score, setScore] = useState(0);
  const [comment, setComment] = useState('');
  const give = useAct('rating.give');
  return (
    <div className="col g8">
      <span className="t12 ink3">{t('rateHint')}</span>
      <Rate value={score} onChange={setScore} aria-label={t('rateScore')} />
      {score > 0 && (
        <>
          <Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} maxLength={1000} value={comment} aria-label={t('rateComment')} placeholder={t('rateComment')} onChange={(event) => setComment(event.target.value)} />
          <span><Button loading={give.isPending} onClick={() => give.mutate({ noun: 'conversation', about: id, score, comment: comment.trim() })}>{t('rateDo')}</Button></span>
        </>
      )}
    </div>
  );
}
