/** What has to be done: tick, add, reword, take away. What must be done before resolving says so on its line. */
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import type { StaffCard } from '../../ipc/bindings';
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import { Section } from '../../kit/pane';
import { when } from '../../kit/time';
import { Tick } from '../../ticket/tick';
import { linesOf, type Line } from './points';
import style from './ticket-page.module.css';
import type { Page } from './use-page';
import { words } from './words';

const LONGEST = 200;

export function Checklist({ page }: { page: Page }) {
  const t = useWords(words);
  const cards = useCall('staff.cards', {});
  const [adding, setAdding] = useState(false);
  const lines = linesOf(page.of.ticket.checklist);
  const done = lines.filter(({ item }) => item.done).length;
  const fixed = page.of.merged_into !== null;
  const title = <>{t('checks')} {lines.length > 0 && <span className="ink3 num" style={{ fontWeight: 400 }}>{done}/{lines.length}</span>}</>;
  return (
    <Section title={title} extra={!fixed && <IconButton icon="plus" small label={t('addCheck')} onClick={() => setAdding(true)} />}>
      {lines.length > 0 && <div className={style.progress} aria-hidden><i style={{ width: `${(done / lines.length) * 100}%` }} /></div>}
      {lines.length === 0 && !adding && <span className="t13 ink3">{t('checksEmpty')}</span>}
      <ul>{lines.map((line) => <CheckLine key={line.key} line={line} page={page} staff={cards.data ?? []} fixed={fixed} />)}</ul>
      {adding && <AddLine onAdd={(text, required) => page.acts.check({ do: 'add', text, required })} onClose={() => setAdding(false)} />}
    </Section>
  );
}

function CheckLine({ line: { key, item }, page, staff, fixed }: { line: Line; page: Page; staff: readonly StaffCard[]; fixed: boolean }) {
  const t = useWords(words);
  const [rewording, setRewording] = useState(false);
  if (rewording) return <li><Reword text={item.text} onKeep={(text) => (setRewording(false), page.acts.check({ do: 'reword', key, text }))} onLeave={() => setRewording(false)} /></li>;
  const by = item.done_at === null ? '' : t('doneBy', { name: staff.find((card) => card.id === item.done_by)?.name ?? t('someone'), when: when(item.done_at) });
  return (
    <li className={style.check}>
      <span className={style.box16}><Tick aria-label={item.text} checked={item.done} disabled={fixed} onChange={(event) => page.acts.check({ do: 'tick', key, done: event.target.checked })} /></span>
      <span className={item.done ? `grow ${style.done}` : 'grow'} title={by || undefined}>{item.text}</span>
      {item.required && !item.done && <span className={`${style.must} ${style.aside}`}>{t('checkRequired')}</span>}
      {!fixed && (
        <span className={style.tools}>
          <IconButton icon="edit" small label={t('rewordCheck', { text: item.text })} onClick={() => setRewording(true)} />
          <IconButton icon="x" small label={t('removeCheck', { text: item.text })} onClick={() => page.acts.check({ do: 'remove', key })} />
        </span>
      )}
    </li>
  );
}

function Reword({ text, onKeep, onLeave }: { text: string; onKeep: (text: string) => void; onLeave: () => void }) {
  const t = useWords(words);
  const [now, setNow] = useState(text);
  const keep = () => (now.trim() === '' || now.trim() === text ? onLeave() : onKeep(now.trim()));
  return <Input size="small" value={now} autoFocus maxLength={LONGEST} aria-label={t('reword')} onChange={(event) => setNow(event.target.value)} onBlur={keep} onKeyDown={(event) => (event.key === 'Enter' && !event.nativeEvent.isComposing ? keep() : event.key === 'Escape' && (event.stopPropagation(), onLeave()))} />;
}

/** Stays open for the next line; Escape ends it. */
function AddLine({ onAdd, onClose }: { onAdd: (text: string, required: boolean) => void; onClose: () => void }) {
  const t = useWords(words);
  const [text, setText] = useState('');
  const [required, setRequired] = useState(false);
  const add = () => {
    if (text.trim() === '') return;
    onAdd(text.trim(), required);
    setText('');
  };
  return (
    <div className="col g8" style={{ marginTop: 8 }}>
      <Input size="small" value={text} autoFocus maxLength={LONGEST} placeholder={t('checkHint')} aria-label={t('addCheck')} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => (event.key === 'Enter' && !event.nativeEvent.isComposing ? add() : event.key === 'Escape' && (event.stopPropagation(), onClose()))} />
      <span className="row g8">
        <Checkbox checked={required} onChange={(event) => setRequired(event.target.checked)}><span className="t13">{t('makeRequired')}</span></Checkbox>
        <span className="grow" />
        <Button size="small" type="text" onClick={onClose}>{t('close')}</Button>
        <Button size="small" disabled={text.trim() === ''} onClick={add}>{t('addCheck')}</Button>
      </span>
    </div>
  );
}
