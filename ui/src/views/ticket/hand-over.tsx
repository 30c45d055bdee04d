/** Hands a ticket to another department: five questions in order: to whom, to do what, with what, what the customer is told, by when. */
import { Button, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { BudgetPips, leftOf } from '../../draft/budget';
import type { Story } from '../../ipc/bindings';
import { useAct, useCall } from '../../ipc/hooks';
import { useMay } from '../../ipc/me';
import { Avatar, ChannelGlyph } from '../../kit/avatar';
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import { Icon } from '../../kit/icons';
import { KeyCap } from '../../kit/key-cap';
import { useKeys } from '../../kit/keys';
import { notify } from '../../kit/notices';
import { clock, useNow } from '../../kit/time';
import { words as ticketWords } from '../../ticket/words';
import { asInput, forgetHand, keepHand, keptHand, lackIn, presetsAt, type HandDraft } from './hand-draft';
import { materialsOf } from './materials';
import style from './ticket-page.module.css';
import type { Page } from './use-page';
import { words } from './words.hand';

interface Questions {
  page: Page;
  draft: HandDraft;
  write: (part: Partial<HandDraft>) => void;
}

export function HandOver({ page, story }: { page: Page; story: Story | undefined }) {
  const t = useWords(words);
  const of = useWords(ticketWords);
  const id = page.of.ticket.id;
  const now = useNow(60_000);
  const [draft, setDraft] = useState(() => keptHand(id));
  const departments = useCall('department.list', {});
  const thread = useThread(page);
  const hand = useAct('ticket.hand_over');
  const left = thread?.budget ? leftOf(thread.budget, now) : undefined;
  const lack = lackIn(draft, now, left);
  const name = departments.data?.find((each) => each.id === draft.department)?.name;
  const write = (part: Partial<HandDraft>) => setDraft((before) => (keepHand(id, { ...before, ...part }), { ...before, ...part }));
  const close = () => page.hand(false);
  const go = () => {
    const input = asInput(id, draft);
    if (!input || lack || hand.isPending) return;
    hand.mutate(input, { onSuccess: () => (forgetHand(id), notify({ key: `ticket ${id}`, kind: 'done', text: t('handed', { name: name ?? '' }) }), close()) });
  };
  useKeys({ id: 'ticket', title: of('scope'), order: 3 }, [{ key: 'escape', label: t('handLater'), run: close, notInPalette: true }]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) go();
  };
  const parts = { page, draft, write };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Ctrl Enter sends from any field inside
    <section className={style.hand} aria-label={t('handTitle')} onKeyDown={onKeyDown}>
      <header className={style.handHead}>
        <Icon name="forward" size={18} />
        <h2 className="t16 b grow ell">{name ? t('handTo', { name }) : t('handTitle')}</h2>
        <IconButton icon="x" label={t('handLater')} keys="escape" onClick={close} />
      </header>
      <div className={style.handBody}>
        <Who {...parts} />
        <Ask {...parts} />
        <With page={page} story={story} />
        <Tell {...parts} thread={thread} />
        <Due {...parts} now={now} />
      </div>
      <footer className={style.handFoot}>
        <div className="t12 ink3 row g8" style={{ marginBottom: 10 }}><Icon name={lack ? 'alert' : 'cloud'} size={14} /><span>{lack ? t(lack) : t('handState')}</span></div>
        <div className="row g8">
          <Button style={{ flex: 1 }} title={t('handLater')} onClick={close}>{t('handFold')}</Button>
          <Button type="primary" style={{ flex: 2 }} disabled={lack !== undefined} loading={hand.isPending} onClick={go}>{t('handDo')} <KeyCap keys="mod+enter" /></Button>
        </div>
      </footer>
    </section>
  );
}

function useThread(page: Page) {
  const may = useMay()('conversation.work');
  const id = page.of.ticket.conversation;
  return useCall('conversation.get', id && may ? { id } : 'skip').data;
}

function Question({ id, label, aside, children }: { id?: string; label: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <div className={style.question}>
      <div className={style.questionHead}>{id ? <label htmlFor={id}>{label}</label> : <span>{label}</span>}{aside}</div>
      {children}
    </div>
  );
}

const NOBODY = 'nobody';
const filtering = { optionFilterProp: 'name' } as const;

function Who({ draft, write }: Questions) {
  const t = useWords(words);
  const id = useId();
  const departments = useCall('department.list', {});
  const cards = useCall('staff.cards', {});
  const nameOf = (staff: string | null) => cards.data?.find((card) => card.id === staff)?.name;
  const options = (departments.data ?? []).filter((each) => !each.archived).map((each) => {
    const lead = nameOf(each.lead);
    return { value: each.id, name: each.name, label: <span className="row g8">{each.name}{lead && <span className="ink3 ell">{lead}</span>}</span> };
  });
  const people = (cards.data ?? []).map((card) => ({ value: card.id, name: card.name, label: <span className="row g8"><Avatar name={card.name} size={20} />{card.name}</span> }));
  return (
    <Question id={id} label={t('handWho')}>
      <div className="col g8">
        <Select id={id} value={draft.department} showSearch={filtering} autoFocus placeholder={t('handDepartment')} options={options} onChange={(department: string) => write({ department })} />
        <Select aria-label={t('handStaffLabel')} value={draft.staff ?? NOBODY} showSearch={filtering} options={[{ value: NOBODY, name: t('handStaff'), label: <span className="ink2">{t('handStaff')}</span> }, ...people]} onChange={(staff: string) => write({ staff: staff === NOBODY ? null : staff })} />
      </div>
    </Question>
  );
}

function Ask({ draft, write }: Questions) {
  const t = useWords(words);
  const id = useId();
  return (
    <Question id={id} label={t('handAsk')}>
      <Input.TextArea id={id} value={draft.ask} maxLength={20_000} autoSize={{ minRows: 2, maxRows: 8 }} placeholder={t('handAskHint')} onChange={(event) => write({ ask: event.target.value })} />
    </Question>
  );
}

/** What the others will find on the ticket; what is missing is named, with the way to record it. */
function With({ page, story }: { page: Page; story: Story | undefined }) {
  const t = useWords(words);
  const { has, lacks } = materialsOf(page.of, story);
  const said = (material: (typeof has)[number]) => {
    if (material.of === 'thread') return t('handThread', { count: material.count });
    if (material.of === 'files') return t('handFiles', { count: material.count });
    if (material.of === 'checks') return t('handChecks', { done: material.done, all: material.all });
    return material.of === 'fields' ? t('handFields', { names: material.names.join(t('handComma')) }) : t('handDescription');
  };
  return (
    <Question label={t('handWith')} aside={<span className="num">{t('handCount', { count: has.length })}</span>}>
      <ul className={style.box}>
        {has.map((material) => <li key={said(material)}><Icon name="check" size={15} /><span className="grow ell">{said(material)}</span></li>)}
        {lacks.map((name) => (
          <li key={name} className={style.lacks}><Icon name="x" size={15} /><span className="grow ell ink3">{name}</span><span className={style.must}>{t('handMissing')}</span><button type="button" className={`${style.link} t12`} onClick={() => page.turnTo('data')}>{t('handFill')}</button></li>
        ))}
      </ul>
    </Question>
  );
}

function Tell({ page, draft, write, thread }: Questions & { thread: ReturnType<typeof useThread> }) {
  const t = useWords(words);
  const id = useId();
  if (!thread) return <Question label={t('handCustomer')}><div className="t13 ink3">{t('handNoThread')}</div></Question>;
  const aside = <span className="row g8"><ChannelGlyph of={thread.conversation.channel} size={14} />{thread.budget && <BudgetPips budget={thread.budget} />}</span>;
  return (
    <Question id={id} label={t('handCustomer')} aside={aside}>
      <Input.TextArea id={id} value={draft.tell} maxLength={2000} autoSize={{ minRows: 2, maxRows: 6 }} placeholder={t('handCustomerHint', { name: page.of.customer?.name ?? t('handCustomerName') })} onChange={(event) => write({ tell: event.target.value })} />
    </Question>
  );
}

function Due({ draft, write, now }: Questions & { now: number }) {
  const t = useWords(words);
  const id = useId();
  return (
    <Question id={id} label={t('handBy')} aside={<span>{t('handDueHint')}</span>}>
      <div className="col g8">
        <DatePicker id={id} showTime={{ format: 'HH:mm', minuteStep: 5 }} format="YYYY-MM-DD HH:mm" needConfirm={false} aria-label={t('handDue')} placeholder={t('handNoDue')} value={draft.due === null ? null : dayjs(draft.due)} onChange={(at) => write({ due: at?.valueOf() ?? null })} />
        <span className="row g4">
          {presetsAt(now).map(({ word, at }) => <Button key={at} size="small" onClick={() => write({ due: at })}>{t(word, { clock: clock(at) })}</Button>)}
        </span>
      </div>
    </Question>
  );
}
