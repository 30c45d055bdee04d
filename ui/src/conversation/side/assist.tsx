/** What the machine noticed: what the customer wants, what to watch out for, what they named; tickets solved alike. All of it a hint. */
import { Button } from 'antd';
import type { Assist, AssistEntity, AssistSimilar, Mark } from '../../ipc/bindings';
import { call } from '../../ipc/client';
import { announce } from '../../ipc/hooks';
import { Chip, type Tone } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { Icon, type IconName } from '../../kit/icons';
import { KeyCap } from '../../kit/key-cap';
import { notify } from '../../kit/notices';
import { Section } from '../../kit/pane';
import { whenShort } from '../../kit/time';
import style from './side.module.css';
import { bestAnswer } from './use-assist';
import { words } from './words';

const marks = {
  danger: { key: 'markDanger', tone: 'danger', icon: 'alert' },
  threat: { key: 'markThreat', tone: 'danger', icon: 'flag' },
  abusive: { key: 'markAbusive', tone: 'danger', icon: 'frown' },
  urgent: { key: 'markUrgent', tone: 'warn', icon: 'clock' },
  negative: { key: 'markNegative', tone: 'warn', icon: 'meh' },
  personal: { key: 'markPersonal', tone: 'warn', icon: 'lock' },
  purchase: { key: 'markPurchase', tone: 'ok', icon: 'gift' },
} as const satisfies Record<Mark, { key: string; tone: Tone; icon: IconName }>;

const order = Object.keys(marks);

const entityNames = {
  phone: 'entityPhone', order: 'entityOrder', parcel: 'entityParcel', money: 'entityMoney', date: 'entityDate', time: 'entityTime', address: 'entityAddress', name: 'entityName', plate: 'entityPlate',
  email: 'entityEmail', wechat: 'entityWechat', frame: 'entityFrame',
} as const;

type Known = keyof typeof entityNames;

/** Numbers that must not be repeated on the screen have a mark instead. */
function isKnown(kind: string): kind is Known {
  return kind in entityNames;
}

interface Props {
  conversation: string;
  of: Assist;
  mayMake: boolean;
  onInsert: (text: string) => void;
  onTicket: () => void;
}

/** Nothing at all when nothing was noticed. */
export function AssistStrip({ conversation, of, mayMake, onInsert, onTicket }: Props) {
  const t = useWords(words);
  const answer = bestAnswer(of);
  const entities = of.entities.filter((entity) => isKnown(entity.kind));
  const wanted = of.intent?.intent ? of.intent : undefined;
  const { reply } = of;
  const usual = (id: string) => void call('canned.render', { id, conversation, ticket: null }).then(({ text }) => onInsert(text), (error: unknown) => announce('canned.render', error));
  if (!wanted && of.marks.length === 0 && entities.length === 0 && !answer) return null;
  return (
    <section className={style.assist} aria-label={t('assist')}>
      <div className="row g8">
        <Icon name="spark" size={15} style={{ color: 'var(--z-ai)' }} />
        {wanted ? <span className="t13 ell" title={t('intentWhy', { nearest: wanted.nearest })}><b>{wanted.name}</b> <span className="ink3 num">{t('sure', { percent: wanted.confidence })}</span></span> : <span className="t13 ink3">{t('noIntent')}</span>}
      </div>
      <Marks of={of.marks} />
      {entities.length > 0 && <div className={style.entities}>{entities.map((entity) => <Entity key={`${entity.kind} ${entity.value}`} of={entity} />)}</div>}
      {of.plain && <span className="t12 ink3">{t('assistPlain')}</span>}
      {(answer ?? wanted) && (
        <div className={style.assistActs}>
          {mayMake && wanted && <Button size="small" type="text" onClick={onTicket}>{t('makeSo')} <KeyCap keys="t" /></Button>}
          {reply && <Button size="small" type="text" onClick={() => usual(reply)}>{t('usualReply')}</Button>}
          {answer && <Button size="small" type="text" style={{ color: 'var(--z-accent)' }} title={answer} onClick={() => onInsert(answer)}>{t('insertAnswer')} <KeyCap keys="y" /></Button>}
        </div>
      )}
    </section>
  );
}

function Marks({ of }: { of: Assist['marks'] }) {
  const t = useWords(words);
  if (of.length === 0) return null;
  const sorted = of.toSorted((a, b) => order.indexOf(a.mark) - order.indexOf(b.mark));
  return (
    <div className={style.entities}>
      {sorted.map(({ mark, words: said, strength }) => (
        <Chip key={mark} tone={marks[mark].tone} icon={marks[mark].icon} title={said.length > 0 ? t('markWhy', { words: said.join(' · ') }) : t('markTone', { percent: strength })}>
          {t(marks[mark].key)}{said[0] && ` ${t('quoted', { word: said[0] })}`}
        </Chip>
      ))}
    </div>
  );
}

function Entity({ of }: { of: AssistEntity }) {
  const t = useWords(words);
  const name = t(isKnown(of.kind) ? entityNames[of.kind] : 'entityName');
  const copy = () => void navigator.clipboard.writeText(of.value).then(() => notify({ key: 'copied', kind: 'done', text: t('copied', { text: of.value }) }), () => undefined);
  return (
    <button type="button" className={style.entity} title={t('copyEntity', { name, value: of.value })} onClick={copy}>
      <span className="ink3">{name}</span> <span className="num">{of.text}</span>
    </button>
  );
}

export function Similar({ of }: { of: readonly AssistSimilar[] }) {
  const t = useWords(words);
  if (of.length === 0) return null;
  return (
    <Section title={t('similar')}>
      {of.map((ticket) => (
        <a key={ticket.id} className={style.ticket} href={`#/tickets/${ticket.id}`}>
          <span className="row g8">
            <span className="t12 ink3 num">{ticket.number}</span>
            <span className="t13 ell grow">{ticket.subject}</span>
            <span className="t12 ink3 nowrap">{ticket.meaning !== null ? t('near', { percent: ticket.meaning }) : whenShort(ticket.resolved_at)}</span>
          </span>
          <span className={style.resolution}><Icon name="check" size={13} />{ticket.resolution}</span>
        </a>
      ))}
    </Section>
  );
}
