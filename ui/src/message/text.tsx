/** The words of a message with the colleagues it names marked. Nothing in it is ever taken for markup. */
import { Fragment } from 'react';
import type { StaffCard } from '../ipc/bindings';
import style from './message.module.css';

/** Cuts a text at every `@name` of these people; odd parts are the mentions. */
export function cutAtMentions(text: string, people: readonly Pick<StaffCard, 'name'>[]): string[] {
  const names = people.map(({ name }) => name).sort((a, b) => b.length - a.length);
  if (names.length === 0) return [text];
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return text.split(new RegExp(`(@(?:${escaped.join('|')}))`));
}

export function Words({ text, mentioned }: { text: string; mentioned: readonly StaffCard[] }) {
  return (
    <>
      {cutAtMentions(text, mentioned).map((part, i) => (i % 2 === 1 ? <span key={i} className={style.mention}>{part}</span> : <Fragment key={i}>{part}</Fragment>))}
    </>
  );
}
