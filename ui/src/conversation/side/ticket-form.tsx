/** Makes a ticket from a conversation: type, its own fields, subject, priority. Customer, shop and channel come along. */
import { Button, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useId, useRef, useState } from 'react';
import type { AssistTicket, ConversationDetail, FieldSchema, Priority, TicketType } from '../../ipc/bindings';
import { useAct, useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { Icon } from '../../kit/icons';
import { KeyCap } from '../../kit/key-cap';
import { notify } from '../../kit/notices';
import { Failure, Skeleton } from '../../kit/states';
import style from './side.module.css';
import { filled, filledIn, firstTrouble, type Written } from './ticket-fields';
import { priorities } from './tickets';
import { words } from './words';

interface Props {
  of: ConversationDetail;
  /** Stands in the form until the clerk writes something else. */
  suggested: AssistTicket | null;
  /** Opened by key or button: the first box then takes the caret. */
  asked: boolean;
  onDone: () => void;
}

const levels: readonly Priority[] = ['low', 'normal', 'high', 'urgent'];

export function TicketForm({ of, suggested, asked, onDone }: Props) {
  const t = useWords(words);
  const id = useId();
  const types = useCall('ticket_type.list', {});
  const create = useAct('ticket.create');
  const known = (types.data ?? []).filter((type) => !type.archived);
  const [written, setWritten] = useState<Written>({});
  const [plain, setPlain] = useState(false);
  const [description, setDescription] = useState('');
  const { kind, subject, priority, typed, hinted } = filledIn(written, plain ? null : suggested, of.conversation.subject ?? '');
  const write = (part: Written) => setWritten((now) => ({ ...now, ...part }));
  const first = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (asked) first.current?.querySelector('input')?.focus();
  }, [asked]);

  const type: TicketType | undefined = known.find((each) => each.id === kind);
  const wrong = type && firstTrouble(type.fields, typed);
  const trouble = !subject.trim() ? t('ticketNeedSubject') : wrong ? t('ticketBadField', { field: wrong.field.label, why: t(wrong.trouble) }) : undefined;
  const make = () => {
    if (trouble) return;
    const { conversation } = of;
    const input = {
      subject: subject.trim(), description: description.trim(), kind, priority: priority ?? type?.priority ?? null, customer: conversation.customer, shop: conversation.shop,
      department: hinted ? (suggested?.department ?? null) : (type?.department ?? null), assignee: null, conversation: conversation.id, channel: conversation.channel, tags: [], fields: type ? filled(type.fields, typed) : {}, parent: null,
    };
    create.mutate(input, {
      onSuccess: ({ number }) => {
        notify({ key: 'ticket', kind: 'done', text: t('ticketMade', { number }) });
        setWritten({ subject: '' });
        setPlain(true);
        setDescription('');
        onDone();
      },
    });
  };
  if (types.error && !types.data) return <Failure message={types.error.message} refusal={types.error.refusal} onRetry={() => void types.refetch()} />;
  if (!types.data) return <Skeleton />;
  return (
    <form onSubmit={(event) => (event.preventDefault(), make())} aria-label={t('newTicket')}>
      {hinted && <p className={style.prefilled}><Icon name="spark" size={14} /><span className="grow">{t('prefilled')}</span><Button size="small" type="text" onClick={() => setPlain(true)}>{t('prefilledOff')}</Button></p>}
      <div ref={first}>
        <Row label={t('ticketKind')} id={`${id}k`}>
          <Select id={`${id}k`} showSearch={{ optionFilterProp: 'label' }} allowClear placeholder={t('ticketKindHint')} value={kind} onChange={(next) => write({ kind: next ?? null })} options={known.map((each) => ({ value: each.id, label: each.name }))} />
        </Row>
      </div>
      <Row label={t('ticketSubject')} id={`${id}s`} required>
        <Input id={`${id}s`} value={subject} maxLength={200} placeholder={t('ticketSubjectHint')} onChange={(event) => write({ subject: event.target.value })} />
      </Row>
      {type?.fields.map((field) => <Field key={field.key} of={field} id={`${id}-${field.key}`} value={typed[field.key] ?? ''} onChange={(value) => write({ typed: { ...written.typed, [field.key]: value } })} />)}
      <Row label={t('ticketPriority')} id={`${id}p`}>
        <Select id={`${id}p`} value={priority ?? type?.priority ?? 'normal'} onChange={(next) => write({ priority: next })} options={levels.map((level) => ({ value: level, label: t(priorities[level]) }))} />
      </Row>
      <Row label={t('ticketDescription')} id={`${id}d`}>
        <Input.TextArea id={`${id}d`} autoSize={{ minRows: 1, maxRows: 6 }} value={description} maxLength={20_000} placeholder={t('ticketDescriptionHint')} onChange={(event) => setDescription(event.target.value)} />
      </Row>
      <div className="row g8" style={{ marginTop: 12, flexWrap: 'wrap', justifyContent: 'flex-end' }}>
        <span className="t12 ink3" style={{ flex: '1 0 100%' }}>{trouble}</span>
        {of.tickets.length > 0 && <Button onClick={onDone}>{t('cancel')}</Button>}
        <Button type="primary" ghost htmlType="submit" disabled={trouble !== undefined} loading={create.isPending}>{t('ticketMake')} <KeyCap keys="t" /></Button>
      </div>
    </form>
  );
}

function Row({ label, id, required, children }: { label: string; id: string; required?: boolean; children: React.ReactNode }) {
  return (
    <div className={style.field}>
      <label htmlFor={id}>{label}{required && <span className={style.star} aria-hidden> *</span>}</label>
      {children}
    </div>
  );
}

function Field({ of, id, value, onChange }: { of: FieldSchema; id: string; value: string; onChange: (value: string) => void }) {
  return <Row label={of.label} id={id}><FieldBox of={of} id={id} value={value} onChange={onChange} /></Row>;
}

function FieldBox({ of, id, value, onChange }: { of: FieldSchema; id: string; value: string; onChange: (value: string) => void }) {
  const t = useWords(words);
  const hint = of.hint || t('optional');
  switch (of.form) {
    case 'choice':
      return <Select id={id} allowClear placeholder={hint} value={value || null} onChange={(next) => onChange(next ?? '')} options={of.choices.map((choice) => ({ value: choice, label: choice }))} />;
    case 'flag':
      return <Select id={id} allowClear placeholder={hint} value={value || null} onChange={(next) => onChange(next ?? '')} options={[{ value: 'true', label: t('flagYes') }, { value: 'false', label: t('flagNo') }]} />;
    case 'date':
      return <DatePicker id={id} placeholder={hint} value={value ? dayjs(value) : null} onChange={(date) => onChange(date ? date.format('YYYY-MM-DD') : '')} />;
    case 'long':
      return <Input.TextArea id={id} autoSize={{ minRows: 1, maxRows: 6 }} placeholder={hint} value={value} onChange={(event) => onChange(event.target.value)} />;
    case 'money':
      return <Input id={id} prefix="¥" inputMode="decimal" placeholder={hint} value={value} onChange={(event) => onChange(event.target.value)} />;
    case 'text':
    case 'number':
    case 'phone':
    case 'order':
    case 'product':
      return <Input id={id} inputMode={of.form === 'number' ? 'decimal' : of.form === 'phone' ? 'tel' : 'text'} placeholder={hint} value={value} onChange={(event) => onChange(event.target.value)} />;
  }
}
