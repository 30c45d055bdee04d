/**
 * One message, told apart by side, surface and label: customer left, clerk right, automatic reply right in violet, note over
 * the full width, events as a caption.
 */
import { memo } from 'react';
import type { StaffCard } from '../ipc/bindings';
import { call } from '../ipc/client';
import { Avatar } from '../kit/avatar';
import { Chip, classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { clock, when, whenFull } from '../kit/time';
import { Attachment } from './attachment';
import { DeliveryLine } from './delivery';
import type { Line } from './lines';
import style from './message.module.css';
import { Words } from './text';
import { words } from './words';

interface Props {
  line: Extract<Line, { kind: 'message' }>;
  customer: string;
  staff: ReadonlyMap<string, StaffCard>;
}

function useSpeaker({ line, customer }: Props): string {
  const t = useWords(words);
  const { author, message } = line.view;
  if (message.author_kind === 'customer') return customer;
  if (message.author_kind === 'ai') return t('ai');
  if (message.author_kind === 'system') return t('system');
  return author?.name ?? t('someone');
}

function mentionedIn({ line, staff }: Props): StaffCard[] {
  return line.view.message.mentions.flatMap((id) => staff.get(id) ?? []);
}

export const Bubble = memo(function Bubble(props: Props) {
  if (props.line.voice === 'event') return <EventLine {...props} />;
  if (props.line.voice === 'note') return <Note {...props} />;
  return <Said {...props} />;
});

function EventLine(props: Props) {
  const t = useWords(words);
  const speaker = useSpeaker(props);
  const { message } = props.line.view;
  const text = message.recalled ? t('recalled', { name: speaker }) : message.text;
  return (
    <article className={style.event} aria-label={t('event', { text, when: when(message.at) })}>
      <Icon name={message.recalled ? 'undo' : 'hand'} size={14} />
      <span>{text}</span>
      <time className="num" title={whenFull(message.at)}>{clock(message.at)}</time>
    </article>
  );
}

function Note(props: Props) {
  const t = useWords(words);
  const speaker = useSpeaker(props);
  const { message } = props.line.view;
  return (
    <article className={style.note} aria-label={t('noted', { name: speaker, when: when(message.at) })}>
      <Icon name="lock" size={15} />
      <div className="grow">
        <div className={style.noteWho}>
          <strong>{t('note')}</strong>
          <span>{speaker}</span>
          <time className="num" title={whenFull(message.at)}>{clock(message.at)}</time>
        </div>
        {message.text && <div className={style.noteText}><Words text={message.text} mentioned={mentionedIn(props)} /></div>}
        <Files {...props} />
      </div>
    </article>
  );
}

function Files({ line }: Props) {
  const { id, conversation, attachments, transcript } = line.view.message;
  if (attachments.length === 0) return null;
  const transcribe = conversation === null ? undefined : async () => void (await call('conversation.transcribe', { id }));
  return (
    <div className={style.files}>
      {attachments.map((file, i) => <Attachment key={`${file.hash}-${i}`} of={file} transcript={transcript} onTranscribe={transcribe} />)}
    </div>
  );
}

function Said(props: Props) {
  const t = useWords(words);
  const speaker = useSpeaker(props);
  const { voice, opens, view } = props.line;
  const { message } = view;
  const unsent = message.delivery === 'held' || message.delivery === 'pending' || message.delivery === 'failed';
  const place = classes(style.message, voice !== 'customer' && style.out, voice === 'ai' && style.ai, unsent && style.unsent, !opens && style.goesOn);
  return (
    <article className={place} aria-label={t('said', { name: speaker, when: when(message.at) })}>
      {opens && (voice === 'ai' ? <span className={style.aiAvatar}><Icon name="spark" size={15} /></span> : <Avatar name={speaker} size={28} />)}
      <div className={style.body}>
        {opens && (
          <div className={style.who}>
            <span>{speaker}</span>
            {voice === 'ai' && <Chip tone="ai">{t('automatic')}</Chip>}
            <time className="num" title={whenFull(message.at)}>{clock(message.at)}</time>
          </div>
        )}
        <Files {...props} />
        {message.text && <div className={style.bubble}><Words text={message.text} mentioned={mentionedIn(props)} /></div>}
        {voice !== 'customer' && <DeliveryLine message={message} />}
      </div>
    </article>
  );
}
