/** The fields of a new ticket in two columns: what every ticket has, then what its type asks for. */
import { Button, Input, Select } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import type { TicketType } from '../ipc/bindings';
import { useCall } from '../ipc/hooks';
import { useMe } from '../ipc/me';
import { Avatar, channels, useChannelName, type Channel } from '../kit/avatar';
import { classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { Icon } from '../kit/icons';
import { FieldInput } from '../ticket_type/field-input';
import { TypeSelect } from '../ticket_type/type-select';
import style from './create.module.css';
import { CustomerSheet } from './find-sheets';
import { priorities, useNames } from './names';
import type { NewTicket } from './new-ticket';
import { words } from './words.create';

interface Props {
  ticket: NewTicket;
  type: TicketType | null;
  onChange: (part: Partial<NewTicket>) => void;
}

function Field({ id, label, wide, children }: { id: string; label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={classes(style.field, wide && style.wide)}>
      <label htmlFor={id} className={style.label}>{label}</label>
      {children}
    </div>
  );
}

const NONE = 'none';
const filtering = { optionFilterProp: 'label' } as const;

export function CreateForm(props: Props) {
  const { ticket, onChange } = props;
  const t = useWords(words);
  const id = useId();
  return (
    <div className={style.form}>
      <Field id={`${id}-subject`} label={t('subject')} wide>
        <Input id={`${id}-subject`} value={ticket.subject} autoFocus maxLength={200} placeholder={t('subjectHint')} onChange={(event) => onChange({ subject: event.target.value })} />
      </Field>
      <Field id={`${id}-kind`} label={t('kind')}><TypeSelect id={`${id}-kind`} value={ticket.kind} onChange={(kind) => onChange({ kind })} /></Field>
      <Customer id={`${id}-customer`} {...props} />
      <Standing id={id} {...props} />
      <Field id={`${id}-tags`} label={t('tags')}>
        <Select id={`${id}-tags`} mode="tags" open={false} suffixIcon={null} value={ticket.tags} onChange={(tags: string[]) => onChange({ tags: tags.map((tag) => tag.trim().slice(0, 40)).filter(Boolean) })} />
      </Field>
      <Field id={`${id}-description`} label={t('description')} wide>
        <Input.TextArea id={`${id}-description`} value={ticket.description} maxLength={20_000} autoSize={{ minRows: 3, maxRows: 8 }} placeholder={t('descriptionHint')} onChange={(event) => onChange({ description: event.target.value })} />
      </Field>
      <TypeFields id={id} {...props} />
    </div>
  );
}

function Customer({ id, ticket, onChange }: Props & { id: string }) {
  const t = useWords(words);
  const [finding, setFinding] = useState(false);
  const card = ticket.customer;
  return (
    <Field id={id} label={t('customer')}>
      {card ? (
        <div className={style.chosen}>
          <Avatar name={card.name} size={20} />
          <button id={id} type="button" className="ell grow" style={{ border: 0, background: 'none', padding: 0, textAlign: 'start', cursor: 'pointer' }} onClick={() => setFinding(true)}>{card.name} <span className="ink3 num">{card.phone}</span></button>
          <IconButton icon="x" small label={t('removeCustomer')} onClick={() => onChange({ customer: null })} />
        </div>
      ) : (
        <Button id={id} onClick={() => setFinding(true)} icon={<Icon name="search" size={15} />} style={{ justifyContent: 'flex-start', padding: '0 10px' }}><span className="ink2">{t('chooseCustomer')}</span></Button>
      )}
      {finding && <CustomerSheet onClose={() => setFinding(false)} onPick={(customer) => (onChange({ customer }), setFinding(false))} />}
    </Field>
  );
}

/** Who, where and how urgent. */
function Standing({ id, ticket, type, onChange }: Props & { id: string }) {
  const t = useWords(words);
  const me = useMe();
  const names = useNames();
  const channelName = useChannelName();
  const departments = useCall('department.list', {});
  const cards = useCall('staff.cards', {});
  const byType = type?.priority ? t('byType', { name: names.priority(type.priority) }) : t('standard');
  const departmentOptions = (departments.data ?? []).filter((each) => !each.archived).map((each) => ({ value: each.id, label: each.name }));
  const typeDepartment = departmentOptions.find((each) => each.value === type?.department);
  return (
    <>
      <Field id={`${id}-priority`} label={t('priority')}>
        <Select id={`${id}-priority`} value={ticket.priority ?? NONE} options={[{ value: NONE, label: byType }, ...priorities.map((priority) => ({ value: priority, label: names.priority(priority) }))]}
          onChange={(value) => onChange({ priority: priorities.find((each) => each === value) ?? null })} />
      </Field>
      <Field id={`${id}-channel`} label={t('channel')}>
        <Select<Channel> id={`${id}-channel`} value={ticket.channel} options={channels.map((channel) => ({ value: channel, label: channelName(channel) }))} onChange={(channel) => onChange({ channel })} />
      </Field>
      <Field id={`${id}-shop`} label={t('shop')}>
        <Select id={`${id}-shop`} value={ticket.shop} showSearch={filtering} placeholder={t('chooseShop')} options={(me?.shops ?? []).map((shop) => ({ value: shop.id, label: shop.name }))} onChange={(shop: string) => onChange({ shop })} />
      </Field>
      <Field id={`${id}-department`} label={t('department')}>
        <Select id={`${id}-department`} value={ticket.department ?? NONE} showSearch={filtering} options={[{ value: NONE, label: typeDepartment ? t('byType', { name: typeDepartment.label }) : t('noDepartment') }, ...departmentOptions]} onChange={(value) => onChange({ department: value === NONE ? null : value })} />
      </Field>
      <Field id={`${id}-assignee`} label={t('assignee')}>
        <Select id={`${id}-assignee`} value={ticket.assignee ?? NONE} showSearch={filtering} options={[{ value: NONE, label: t('nobody') }, ...(cards.data ?? []).map((card) => ({ value: card.id, label: card.name }))]} onChange={(value) => onChange({ assignee: value === NONE ? null : value })} />
      </Field>
    </>
  );
}

function TypeFields({ id, ticket, type, onChange }: Props & { id: string }) {
  const t = useWords(words);
  if (!type || type.fields.length === 0) return null;
  return (
    <>
      <div className={style.rule}>
        <h3 className="b">{t('fields', { name: type.name })}</h3>
        {type.fields.some((field) => field.required) && <span className="t12 ink3">{t('requiredNote')}</span>}
      </div>
      {type.fields.map((field) => (
        <Field key={field.key} id={`${id}-${field.key}`} label={field.required ? `${field.label} *` : field.label} wide={field.form === 'long'}>
          <FieldInput id={`${id}-${field.key}`} field={field} value={ticket.fields[field.key] ?? ''} onChange={(value) => onChange({ fields: { ...ticket.fields, [field.key]: value } })} />
        </Field>
      ))}
    </>
  );
}
