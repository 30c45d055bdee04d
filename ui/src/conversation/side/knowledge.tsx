/** Knowledge that answers what was said, with the answering sentence marked and why it was found; or what one searches for. */
import { Button, Input } from 'antd';
import { useDeferredValue, useState } from 'react';
import { passageOf } from '../../draft/passage';
import type { AssistArticle } from '../../ipc/bindings';
import { useCall } from '../../ipc/hooks';
import { Chip } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import { Icon } from '../../kit/icons';
import { MarkedText } from '../../kit/marked';
import { Section } from '../../kit/pane';
import { Empty, Failure, Skeleton } from '../../kit/states';
import style from './side.module.css';
import { useAssist } from './use-assist';
import { words } from './words';

export function Suggested({ conversation, onInsert }: { conversation: string; onInsert: (text: string) => void }) {
  const t = useWords(words);
  const [searching, setSearching] = useState(false);
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const assist = useAssist(conversation);
  const found = useCall('knowledge.search', asked ? { text: asked, category: null, newest_first: false, limit: 6 } : 'skip', { keep: true });
  const hits = asked ? found : assist;
  const shown = asked ? found.data?.map((hit) => ({ hit, answer: null })) : assist.data?.articles;
  const close = () => (setSearching(false), setText(''));
  return (
    <Section title={t('suggested')} extra={<IconButton icon={searching ? 'x' : 'search'} small label={searching ? t('close') : t('searchKnowledge')} onClick={() => (searching ? close() : setSearching(true))} />}>
      {searching && <Input autoFocus role="searchbox" value={text} maxLength={80} aria-label={t('searchKnowledge')} placeholder={t('searchHint')} style={{ marginBottom: 8 }} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => event.key === 'Escape' && close()} />}
      {hits.error && !hits.data && <Failure message={hits.error.message} refusal={hits.error.refusal} onRetry={() => void hits.refetch()} />}
      {hits.isPending && <Skeleton />}
      {shown?.length === 0 && <Empty size="small" title={asked ? t('foundNone', { text: asked }) : t('suggestedNone')} next={t('suggestedNext')} />}
      {shown?.map((each, i) => <Article key={`${conversation}-${each.hit.article.id}`} of={each} first={i === 0} onInsert={onInsert} />)}
    </Section>
  );
}

/** By which words, and how near in meaning. */
function whyOf(hit: AssistArticle['hit'], t: ReturnType<typeof useWords<typeof words.zh>>): string {
  const said = hit.why.slice(0, 3).map((word) => t('quoted', { word })).join('');
  const parts = [said && t('why', { words: said }), hit.meaning !== null && t('near', { percent: hit.meaning })];
  return parts.filter(Boolean).join(' · ');
}

function Article({ of: { hit, answer }, first, onInsert }: { of: AssistArticle; first: boolean; onInsert: (text: string) => void }) {
  const t = useWords(words);
  const [open, setOpen] = useState(first);
  const { article } = hit;
  const why = whyOf(hit, t);
  return (
    <article className={style.article}>
      <button type="button" className={style.articleHead} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="book" size={15} />
        <span className={`t13 ell ${open ? 'b' : ''}`}>{article.title}</span>
        <span className="grow" />
        {article.tags[0] && !open && <Chip>{article.tags[0]}</Chip>}
        <span className="t12 ink3 nowrap num">{t('version', { version: article.version })}{hit.heading ? ` · ${hit.heading}` : ''}</span>
        {!open && <Icon name="down" size={15} />}
      </button>
      {open && (
        <>
          {answer === null ? <p className={style.snippet}><MarkedText text={hit.snippet.text} marks={hit.snippet.marks} /></p> : <p className={style.answer}>{answer}</p>}
          <div className="row">
            <span className="t12 ink3 ell grow">{why}</span>
            <Button size="small" type="text" style={{ color: 'var(--z-accent)' }} onClick={() => onInsert(answer ?? passageOf(hit.snippet.text))}>{t('insert')}</Button>
            <Button size="small" type="text" href={`#/knowledge/${article.id}`}>{t('open')}</Button>
          </div>
        </>
      )}
    </article>
  );
}
