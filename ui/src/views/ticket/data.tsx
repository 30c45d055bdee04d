/** The facts of a ticket: who it is for, what its type records, tags, watchers, promises. Each is changed where it stands. */
import { Button } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { FieldSchema } from '../../ipc/bindings';
import { useMe } from '../../ipc/me';
import { placeOf } from '../../ipc/place';
import { Avatar } from '../../kit/avatar';
import { Chip } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import { Icon } from '../../kit/icons';
import { Section } from '../../kit/pane';
import { MaskedPhone } from '../../kit/phone';
import { when } from '../../kit/time';
import { Stars } from '../../rating/stars';
import { Owner, PromiseMark } from '../../ticket/marks';
import { isLive, useNames } from '../../ticket/names';
import { isOwed } from '../../ticket/promise';
import { FieldInput } from '../../ticket_type/field-input';
import { FieldValue } from '../../ticket_type/field-value';
import { TypeSelect } from '../../ticket_type/type-select';
import style from './ticket-page.module.css';
import type { Page } from './use-page';
import { words } from './words';

function Pair({ label, children }: { label: string; children: ReactNode }) {
  return <><dt>{label}</dt><dd>{children}</dd></>;
}

export function Data({ page }: { page: Page }) {
  const t = useWords(words);
  const { of } = page;
  return (
    <Section title={t('data')}>
      <dl className={style.pairs}>
        <CustomerPair page={page} />
        <KindPair page={page} />
        {(of.kind?.fields ?? []).map((field) => <FieldPair key={field.key} field={field} page={page} />)}
        <Pair label={t('shop')}>{of.shop?.name}</Pair>
        <Pair label={t('departmentName')}><Changeable label={t('departmentName')} onPress={() => page.open('department')} fixed={of.merged_into !== null}>{of.department ?? t('noDepartment')}</Changeable></Pair>
        <Pair label={t('owner')}><Changeable label={t('owner')} onPress={() => page.open('assign')} fixed={of.merged_into !== null}><Owner staff={of.assignee} /></Changeable></Pair>
        <TagPair page={page} />
        <WatcherPair page={page} />
        <PromisePair page={page} />
        <RatingPair page={page} />
        <Pair label={t('opened')}><span className="num">{t('openedBy', { name: of.opened_by?.name ?? t('system'), when: when(of.ticket.opened_at) })}</span></Pair>
      </dl>
    </Section>
  );
}

/** A fact that opens its sheet when pressed. */
function Changeable({ label, onPress, fixed, children }: { label: string; onPress: () => void; fixed: boolean; children: ReactNode }) {
  const t = useWords(words);
  if (fixed) return <>{children}</>;
  return <button type="button" className={style.editable} title={t('editField', { name: label })} onClick={onPress}><span className="grow">{children}</span><Icon name="edit" size={13} /></button>;
}

function CustomerPair({ page }: { page: Page }) {
  const t = useWords(words);
  const { customer, merged_into } = page.of;
  if (!customer) return <Pair label={t('customer')}>{merged_into === null ? <button type="button" className={style.link} onClick={() => page.open('customer')}>{t('chooseCustomer')}</button> : t('noCustomer')}</Pair>;
  return (
    <Pair label={t('customer')}>
      <span className="row g8">
        <Link href={placeOf('customer', customer.id) ?? ''}>{customer.name}</Link>
        {customer.phone && <span className="ink3"><MaskedPhone value={customer.phone} /></span>}
        <span className="grow" />
        {merged_into === null && <IconButton icon="swap" small label={t('changeCustomer')} onClick={() => page.open('customer')} />}
      </span>
    </Pair>
  );
}

function KindPair({ page }: { page: Page }) {
  const t = useWords(words);
  const id = useId();
  const [editing, setEditing] = useState(false);
  const { ticket, kind, merged_into } = page.of;
  return (
    <Pair label={t('kind')}>
      {editing ? (
        <TypeSelect id={id} value={ticket.kind} onChange={(next) => (setEditing(false), next && next !== ticket.kind && page.acts.change({ kind: next }))} />
      ) : (
        <Changeable label={t('kind')} onPress={() => setEditing(true)} fixed={merged_into !== null}>{kind?.name ?? <span className="ink3">{t('blank')}</span>}</Changeable>
      )}
    </Pair>
  );
}

function FieldPair({ field, page }: { field: FieldSchema; page: Page }) {
  const value = page.of.ticket.fields[field.key];
  const [editing, setEditing] = useState(false);
  return (
    <Pair label={field.label}>
      {editing ? (
        <FieldEditing field={field} value={value ?? ''} onKeep={(next) => page.acts.change({ fields: { [field.key]: next } }, () => setEditing(false))} onLeave={() => setEditing(false)} />
      ) : (
        <Changeable label={field.label} onPress={() => setEditing(true)} fixed={page.of.merged_into !== null}><FieldValue field={field} value={value} /></Changeable>
      )}
    </Pair>
  );
}

function FieldEditing({ field, value, onKeep, onLeave }: { field: FieldSchema; value: string; onKeep: (value: string) => void; onLeave: () => void }) {
  const t = useWords(words);
  const id = useId();
  const [now, setNow] = useState(value);
  const keep = () => (now.trim() === value ? onLeave() : onKeep(now.trim()));
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- Escape leaves whatever field stands inside
    <div className="col g4" onKeyDown={(event) => event.key === 'Escape' && (event.stopPropagation(), onLeave())}>
      <FieldInput id={id} field={field} value={now} onChange={setNow} onEnter={keep} autoFocus />
      <span className="row g4" style={{ justifyContent: 'flex-end' }}>
        <Button size="small" type="text" onClick={onLeave}>{t('cancel')}</Button>
        <Button size="small" type="primary" onClick={keep}>{t('fieldKeep')}</Button>
      </span>
    </div>
  );
}

function TagPair({ page }: { page: Page }) {
  const t = useWords(words);
  const { tags, merged_into } = page.of.ticket;
  return (
    <Pair label={t('tags')}>
      <span className="row g4" style={{ flexWrap: 'wrap' }}>
        {tags.map((tag) => <Chip key={tag}>{tag}</Chip>)}
        {tags.length === 0 && <span className="ink3">{t('noTags')}</span>}
        {merged_into === null && <IconButton icon="plus" small label={t('addTag')} keys="l" onClick={() => page.open('tag')} />}
      </span>
    </Pair>
  );
}

function WatcherPair({ page }: { page: Page }) {
  const t = useWords(words);
  const me = useMe();
  const { watchers, merged_into } = page.of;
  const watching = watchers.some((card) => card.id === me?.staff.id);
  return (
    <Pair label={t('watchers')}>
      <span className="row g4" style={{ flexWrap: 'wrap' }}>
        {watchers.map((card) => <Avatar key={card.id} name={card.name} size={20} named />)}
        {watchers.length === 0 && <span className="ink3">{t('noWatchers')}</span>}
        {merged_into === null && <IconButton icon="eye" small on={watching} label={watching ? t('unwatch') : t('watch')} keys="w" onClick={() => page.acts.watch(!watching)} />}
      </span>
    </Pair>
  );
}

function PromisePair({ page }: { page: Page }) {
  const t = useWords(words);
  const names = useNames();
  const { promises, ticket } = page.of;
  if (promises.length === 0) return null;
  return (
    <Pair label={t('promises')}>
      {promises.map((promise) => (
        <span key={promise.metric} className="row g8"><span className="ink2">{names.metric(promise.metric)}</span><PromiseMark promise={promise} owed={isOwed(promise, ticket)} /></span>
      ))}
    </Pair>
  );
}

function RatingPair({ page }: { page: Page }) {
  const t = useWords(words);
  const { rating, ticket } = page.of;
  if (!rating && isLive(ticket.state)) return null;
  return (
    <Pair label={t('rating')}>
      {rating ? (
        <span title={when(rating.at)}><Stars score={rating.score} />{rating.comment && <span className="ink2" style={{ display: 'block' }}>{t('quoted', { text: rating.comment })}</span>}</span>
      ) : (
        <span className="row g8"><span className="ink3">{t('noRating')}</span><button type="button" className={style.link} onClick={() => page.open('rate')}>{t('rate')}</button></span>
      )}
    </Pair>
  );
}
