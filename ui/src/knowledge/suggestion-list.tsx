/** What the branches suggest, and the answer each gets. Declining takes a reason; taking may carry a word. */
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import type { SuggestionState, SuggestionView } from '../ipc/bindings';
import { useAct, useCall } from '../ipc/hooks';
import { useMayCall } from '../ipc/me';
import { placeOf } from '../ipc/place';
import { Avatar } from '../kit/avatar';
import { Chip } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { notify } from '../kit/notices';
import { Empty, Failure, Skeleton } from '../kit/states';
import { useNow, when, whenFull } from '../kit/time';
import style from './knowledge.module.css';
import { words } from './words';

export function SuggestionList({ state }: { state: SuggestionState }) {
  const t = useWords(words);
  const read = useCall('knowledge.suggestions', { state });
  if (read.error && !read.data) return <Failure message={read.error.message} refusal={read.error.refusal} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton lines={5} />;
  if (read.data.length === 0) return state === 'open' ? <Empty title={t('suggestionsNone')} next={t('suggestionsNoneNext')} /> : <Empty size="quiet" title={t('suggestionsNoneHere')} />;
  return <ul>{read.data.map((suggestion) => <li key={suggestion.id}><Suggestion suggestion={suggestion} /></li>)}</ul>;
}

export function Suggestion({ suggestion, here }: { suggestion: SuggestionView; here?: boolean }) {
  const t = useWords(words);
  const now = useNow(60_000);
  const may = useMayCall();
  const name = suggestion.author?.name ?? '?';
  const where = suggestion.article ? <Link href={placeOf('article', suggestion.article) ?? '/knowledge'} className="row g4"><Icon name="book" size={14} />{suggestion.article_title}</Link> : <Chip tone="info">{t('suggestionNew')}</Chip>;
  return (
    <div className={style.suggestion}>
      <Avatar name={name} size={28} />
      <div className="row g8">
        <b>{name}</b>
        <span className="ink3">{suggestion.shop?.name}</span>
        <span className="ink3 num" title={whenFull(suggestion.at)}>{when(suggestion.at, now)}</span>
      </div>
      <div className={style.body}>
        <p className={style.said}>{suggestion.text}</p>
        {!here && <div className="row">{where}</div>}
        {suggestion.answer && <p className="ink2">{t('suggestionAnswer', { text: suggestion.answer })}</p>}
        {suggestion.state === 'open' && may('knowledge.decide') && <Decide suggestion={suggestion} />}
      </div>
    </div>
  );
}

function Decide({ suggestion }: { suggestion: SuggestionView }) {
  const t = useWords(words);
  const [answer, setAnswer] = useState('');
  const decide = useAct('knowledge.decide');
  const give = (take: boolean) => decide.mutate({ id: suggestion.id, take, answer: answer.trim() }, {
    onSuccess: () => notify({ key: 'decided', kind: 'done', text: t(take ? 'suggestionTaken' : 'suggestionDeclined') }),
  });
  const silent = answer.trim() === '';
  return (
    <div className="row g8">
      <Input size="small" className="grow" value={answer} aria-label={t('suggestionWhy')} placeholder={t('suggestionWhy')} onChange={(event) => setAnswer(event.target.value)} />
      <Button size="small" disabled={silent || decide.isPending} title={silent ? t('suggestionWhyNeeded') : undefined} onClick={() => give(false)}>{t('suggestionDecline')}</Button>
      <Button size="small" type="primary" loading={decide.isPending} onClick={() => give(true)}>{t('suggestionTake')}</Button>
    </div>
  );
}
