/** Beside the article: its versions, how people ask it, what is related. */
import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import type { ArticleDetail, Id, RevisionRow } from '../ipc/bindings';
import { useMayCall } from '../ipc/me';
import { placeOf } from '../ipc/place';
import { classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { Icon } from '../kit/icons';
import { Section } from '../kit/pane';
import { useNow, when, whenFull } from '../kit/time';
import style from './knowledge.module.css';
import { railOf, takesEffectAt, type Mark, type RailLine } from './standing';
import { useVersion } from './version';
import { words } from './words';

interface Props {
  detail: ArticleDetail;
  reading: Id | undefined;
  onRead: (revision: Id) => void;
  onCompare: (from?: Id, to?: Id) => void;
  onRollBack: (row: RevisionRow) => void;
  onPublish: () => void;
}

export function Rail(props: Props) {
  const t = useWords(words);
  const now = useNow(60_000);
  const { detail, onCompare } = props;
  const questions = (detail.published ?? detail.draft)?.questions ?? [];
  const lines = railOf(detail, now);
  return (
    <div className={style.rail}>
      <Section title={t('versions')} extra={detail.revisions.length > 1 && <Button size="small" type="text" onClick={() => onCompare()}>{t('compare')}</Button>}>
        <div className={style.versions}>{lines.map((line, i) => <Line key={'kept' in line ? `kept ${i}` : line.row.id} line={line} {...props} />)}</div>
      </Section>
      <Section title={t('asked')}>
        {questions.length === 0 && <div className="t13 ink3">{t('askedNone')}</div>}
        <ul className={style.asks}>{questions.map((question) => <li key={question}><Icon name="chat" size={14} />{question}</li>)}</ul>
      </Section>
      <Section title={t('related')}>
        {detail.related.length === 0 && <div className="t13 ink3">{t('relatedNone')}</div>}
        <ul className={style.asks}>{detail.related.map((row) => <li key={row.id}><Link href={placeOf('article', row.id) ?? '/knowledge'}>{row.title}</Link></li>)}</ul>
      </Section>
    </div>
  );
}

function Line({ line, ...props }: Props & { line: RailLine }) {
  const t = useWords(words);
  const [open, setOpen] = useState(false);
  if (!('kept' in line)) return <Version row={line.row} mark={line.mark} {...props} />;
  if (open) return line.kept.map((row) => <Version key={row.id} row={row} mark="past" {...props} />);
  return (
    <div className={style.ver}>
      <span className={style.dot} />
      <button type="button" className={style.more} aria-label={t('keptShow', { count: line.kept.length })} onClick={() => setOpen(true)}>{t('kept', { count: line.kept.length })}</button>
    </div>
  );
}

function useName(): (row: RevisionRow, mark: Mark, detail: ArticleDetail, now: number) => string {
  const t = useWords(words);
  const version = useVersion();
  return (row, mark, { article }, now) => {
    const name = version(row.number);
    if (mark === 'draft') return t('versionDraft', { version: name });
    if (mark === 'scheduled') return t('versionScheduled', { version: name, when: when(takesEffectAt(article, now) ?? now, now) });
    return mark === 'now' ? t('versionNow', { version: name }) : name;
  };
}

function Version({ row, mark, detail, reading, onRead, onCompare, onRollBack, onPublish }: Props & { row: RevisionRow; mark: Mark }) {
  const t = useWords(words);
  const version = useVersion();
  const nameOf = useName();
  const now = useNow(60_000);
  const may = useMayCall();
  const current = detail.published;
  const items = [
    ...(current && current.id !== row.id ? [{ key: 'compare', label: t('compare') }] : []),
    ...(mark === 'past' && current && row.number < current.number && may('knowledge.roll_back') ? [{ key: 'back', label: t('rollBack', { version: version(row.number) }) }] : []),
    ...(mark === 'draft' && may('knowledge.publish') ? [{ key: 'publish', label: t('publish') }] : []),
  ];
  const act: Record<string, () => void> = { compare: () => onCompare(row.id, current?.id), back: () => onRollBack(row), publish: onPublish };
  return (
    <div className={classes(style.ver, style[mark])}>
      <span className={style.dot} />
      <div className={classes(row.id === reading && mark !== 'now' && style.reading)}>
        <div className="row g4">
          <button type="button" className={style.verName} title={t('readVersion', { version: version(row.number) })} onClick={() => onRead(row.id)}>{nameOf(row, mark, detail, now)}</button>
          <span className="grow" />
          {items.length > 0 && (
            <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => act[key]?.() }}>
              <IconButton icon="more" small menu label={`${version(row.number)} · ${t('more')}`} />
            </Dropdown>
          )}
        </div>
        <div className="ink2">{row.note ?? <span className="ink3">{t('noNote')}</span>}</div>
        <div className="t12 ink3 num" title={whenFull(row.at)}>{row.author ? t('versionBy', { when: when(row.at, now), name: row.author.name }) : when(row.at, now)}</div>
      </div>
    </div>
  );
}
