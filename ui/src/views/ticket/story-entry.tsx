/** One step of the story: time, who, a sentence. Words that were said stand as they were said; a promise is dashed. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { StoryEntry, TicketDetail } from '../../ipc/bindings';
import { Avatar } from '../../kit/avatar';
import { classes } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { Icon, type IconName } from '../../kit/icons';
import { clock, useNow, when, whenFull } from '../../kit/time';
import { Attachment } from '../../message/attachment';
import { StateChip } from '../../ticket/marks';
import { sentence } from './story';
import style from './ticket-page.module.css';
import { words } from './words';

const icons: Record<string, IconName> = {
  opened: 'ticket', state: 'check', assigned: 'user', field: 'edit', checked: 'checks', linked: 'link', merged: 'merge', split: 'split', promise: 'clock', rated: 'star', tagged: 'tag', handed: 'forward',
};

interface Props {
  entry: StoryEntry;
  of: TicketDetail;
  ahead?: boolean;
}

function useSpeaker({ entry, of }: Props): string {
  const t = useWords(words);
  if (entry.who) return entry.who.name;
  if (entry.actor === 'customer') return of.customer?.name ?? t('customerSaid');
  if (entry.actor === 'ai') return t('ai');
  return entry.actor === 'staff' ? t('someone') : t('system');
}

export function Entry(props: Props) {
  const { entry, ahead } = props;
  const now = useNow(60_000);
  const who = useSpeaker(props);
  const machine = entry.actor === 'ai';
  const spoken = entry.message !== null || entry.what === 'message' || entry.what === 'note';
  const person = spoken && !machine && entry.actor !== 'system';
  const said = ahead ? when(entry.at, now) : clock(entry.at);
  return (
    <li className={classes(style.entry, ahead && style.soon, machine && style.ai)}>
      <time className={style.when} title={whenFull(entry.at)}>{ahead && said.includes(' ') && sameDay(entry.at, now) ? clock(entry.at) : said}</time>
      {person ? <Avatar name={who} size={28} /> : <span className={style.node}><Icon name={machine ? 'spark' : (icons[entry.what] ?? 'clock')} size={15} /></span>}
      <div className={style.text}><Told {...props} who={who} /></div>
    </li>
  );
}

function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

function Told({ entry, ahead, who }: Props & { who: string }): ReactNode {
  const t = useWords(words);
  const message = entry.message;
  if (entry.what === 'note' || message?.audience === 'colleagues') {
    return (
      <div className={style.noteBox}>
        <div className={style.noteHead}><Icon name="lock" size={13} /><b>{t('note')}</b><span className="ink2">{who}</span></div>
        {message?.text || entry.text}
        <Files entry={entry} />
      </div>
    );
  }
  if (ahead) return entry.text;
  const told = sentence(entry.text, who);
  if (!message) return <><b>{who}</b> {told}{entry.ticket && <Other entry={entry} told={told} />}</>;
  const quoted = message.recalled ? '' : message.text;
  const lead = told === quoted ? '' : told;
  return (
    <>
      <b>{who}</b> {lead}
      {quoted !== '' && !lead.includes(quoted) && <div className={classes(style.quote, entry.actor === 'staff' && style.ours, entry.actor === 'ai' && style.machine)}>{quoted}</div>}
      <Files entry={entry} />
    </>
  );
}

/** The other ticket of a step, unless the sentence links to nothing because it names it already. */
function Other({ entry, told }: { entry: StoryEntry; told: string }) {
  const { ticket } = entry;
  if (!ticket) return null;
  return (
    <div className="row g8 t13" style={{ marginTop: 4 }}>
      <Link href={`/tickets/${ticket.id}`} className="num nowrap">{ticket.number}</Link>
      {!told.includes(ticket.subject) && <span className="ell ink2">{ticket.subject}</span>}
      <StateChip state={ticket.state} />
    </div>
  );
}

function Files({ entry }: { entry: StoryEntry }) {
  const message = entry.message;
  if (!message || message.recalled || message.attachments.length === 0) return null;
  return <div className={style.files}>{message.attachments.map((file, i) => <Attachment key={`${file.hash}-${i}`} of={file} transcript={message.transcript} />)}</div>;
}
