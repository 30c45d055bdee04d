/** Finds a customer by phone, its last digits, member number, name or pinyin; who is not there yet can be made on the spot. */
import { Button, Input } from 'antd';
import { useDeferredValue, useId, useState } from 'react';
import type { CustomerRow } from '../../ipc/bindings';
import { useAct, useCall } from '../../ipc/hooks';
import { useMay } from '../../ipc/me';
import { Avatar } from '../../kit/avatar';
import { Chip, classes } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { Icon } from '../../kit/icons';
import { Empty, Failure, Skeleton } from '../../kit/states';
import { when } from '../../kit/time';
import { useTierName } from '../mood';
import style from './side.module.css';
import { words } from './words';

export interface Chosen {
  id: string;
  name: string;
}

interface Props {
  /** What Enter does, said beside the row. */
  action: string;
  onChoose: (customer: Chosen) => void;
}

/** Digits enough for a phone number go into its box, anything else is taken for a name. */
export function guess(text: string): { name: string; phone: string } {
  const compact = text.normalize('NFKC').replace(/[\s-]/g, '');
  return /^\+?\d{7,}$/.test(compact) ? { name: '', phone: compact } : { name: text.trim(), phone: '' };
}

export function CustomerFinder({ action, onChoose }: Props) {
  const t = useWords(words);
  const may = useMay();
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [making, setMaking] = useState(false);
  const asked = useDeferredValue(text.trim());
  const found = useCall('customer.find', asked.length >= 2 ? { text: asked, limit: 8 } : 'skip', { keep: true });
  const rows = asked.length >= 2 ? (found.data ?? []) : [];
  const choose = (row: CustomerRow | undefined) => row && onChoose({ id: row.card.id, name: row.card.name });
  const strokes: Record<string, () => void> = {
    ArrowDown: () => setAt(Math.min(rows.length - 1, at + 1)),
    ArrowUp: () => setAt(Math.max(0, at - 1)),
    Enter: () => choose(rows[at]),
  };
  return (
    <div className={style.finder}>
      <Input
        autoFocus
        role="combobox"
        aria-expanded={rows.length > 0}
        aria-controls={id}
        aria-activedescendant={rows.length > 0 ? `${id}-${at}` : undefined}
        aria-label={t('findLabel')}
        placeholder={t('find')}
        prefix={<Icon name="search" size={16} />}
        size="large"
        value={text}
        maxLength={60}
        onChange={(event) => (setText(event.target.value), setAt(0), setMaking(false))}
        onKeyDown={(event) => {
          const stroke = event.nativeEvent.isComposing ? undefined : strokes[event.key];
          if (!stroke) return;
          event.preventDefault();
          stroke();
        }}
      />
      {found.error && !found.data && <Failure message={found.error.message} refusal={found.error.refusal} onRetry={() => void found.refetch()} />}
      {found.isLoading && <Skeleton lines={2} />}
      <div id={id} role="listbox" aria-label={t('findLabel')} className={style.found}>
        {rows.map((row, i) => (
          <button key={row.card.id} id={`${id}-${i}`} type="button" role="option" tabIndex={-1} aria-selected={i === at} className={classes(style.person, i === at && style.on)} onMouseMove={() => setAt(i)} onClick={() => choose(row)}>
            <FoundRow row={row} />
            {i === at && <span className="t12 ink2 nowrap">{action}</span>}
          </button>
        ))}
      </div>
      {asked.length >= 2 && found.data?.length === 0 && <Empty size="small" title={t('findNone', { text: asked })} next={t('findNoneNext')} />}
      {asked.length === 1 && <span className="t12 ink3">{t('findLess')}</span>}
      {may('customer.write') && (making ? <NewCustomer from={text} onChoose={onChoose} /> : <span><Button icon={<Icon name="plus" size={15} />} onClick={() => setMaking(true)}>{t('create')}</Button></span>)}
    </div>
  );
}

function FoundRow({ row }: { row: CustomerRow }) {
  const t = useWords(words);
  const tier = useTierName();
  const { card } = row;
  const facts = [card.phone, row.home_shop?.name, row.last_seen_at === null ? t('neverSeen') : t('lastSeen', { when: when(row.last_seen_at) }), row.open_tickets > 0 && t('openTickets', { count: row.open_tickets })];
  return (
    <>
      <Avatar name={card.name} size={32} />
      <span className="col grow">
        <span className="row g8"><span className="b ell">{card.name}</span>{card.tier && <Chip>{tier(card.tier)}</Chip>}</span>
        <span className="t12 ink3 num ell">{facts.filter(Boolean).join(' · ')}</span>
      </span>
    </>
  );
}

function NewCustomer({ from, onChoose }: { from: string; onChoose: (customer: Chosen) => void }) {
  const t = useWords(words);
  const id = useId();
  const [guessed] = useState(() => guess(from));
  const [name, setName] = useState(guessed.name);
  const [phone, setPhone] = useState(guessed.phone);
  const create = useAct('customer.create');
  const make = () =>
    create.mutate({ name: name.trim(), phone: phone.trim(), member_no: '', tier: null, home_shop: null, tags: [], notes: '' }, { onSuccess: (made) => onChoose({ id: made.id, name: name.trim() }) });
  const enter = () => name.trim() && make();
  return (
    <div className={style.new} role="group" aria-label={t('create')}>
      <label htmlFor={`${id}n`} className="t12 ink3">{t('createName')}</label>
      <Input id={`${id}n`} autoFocus={guessed.name === ''} value={name} maxLength={80} onChange={(event) => setName(event.target.value)} onPressEnter={enter} />
      <label htmlFor={`${id}p`} className="t12 ink3">{t('createPhone')}</label>
      <Input id={`${id}p`} autoFocus={guessed.name !== ''} inputMode="tel" value={phone} maxLength={30} onChange={(event) => setPhone(event.target.value)} onPressEnter={enter} />
      <span className="row g8">
        <Button disabled={!name.trim()} loading={create.isPending} onClick={make}>{t('createDo')}</Button>
        {!name.trim() && <span className="t12 ink3">{t('createNeedName')}</span>}
      </span>
    </div>
  );
}
