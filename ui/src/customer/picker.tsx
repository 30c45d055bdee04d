/** Finds one customer as one types: name, pinyin, last digits, member number. */
import { useState } from 'react';
import type { Id } from '../ipc/bindings';
import { useCall } from '../ipc/hooks';
import { Avatar } from '../kit/avatar';
import { useWords } from '../kit/i18n';
import { SearchBox } from '../kit/search-box';
import { Empty, Failure } from '../kit/states';
import { VirtualList } from '../kit/virtual-list';
import { TierChip } from './tier';
import { words } from './words';

export function CustomerPicker({ label, placeholder, without, onPick }: { label: string; placeholder: string; without?: Id; onPick: (id: Id) => void }) {
  const t = useWords(words);
  const [text, setText] = useState('');
  const [at, setAt] = useState<Id>();
  const found = useCall('customer.find', text ? { text, limit: 20 } : 'skip', { keep: true });
  const rows = (text ? (found.data ?? []) : []).filter((row) => row.card.id !== without);
  const current = rows.some((row) => row.card.id === at) ? at : rows[0]?.card.id;
  return (
    <div className="col g8">
      <SearchBox text={text} onText={setText} label={label} placeholder={placeholder} onDown={(enter) => enter && current && onPick(current)} />
      <div style={{ height: 280 }}>
        {found.error && <Failure message={found.error.message} refusal={found.error.refusal} onRetry={() => void found.refetch()} />}
        {text && found.data && rows.length === 0 && <Empty size="quiet" title={t('noMatch')} />}
        {rows.length > 0 && (
          <VirtualList label={label} items={rows} idOf={(row) => row.card.id} rowHeight={48} current={current} onMove={(row) => setAt(row.card.id)} onOpen={(row) => onPick(row.card.id)}>
            {({ card }, { current: on }) => (
              <div className="row g12" style={{ height: 48, padding: '0 12px', cursor: 'pointer', background: on ? 'var(--z-accent-tint)' : undefined }}>
                <Avatar name={card.name} size={28} />
                <span className="ell">{card.name}</span>
                <TierChip tier={card.tier} />
                <span className="grow" />
                <span className="t13 ink2 num nowrap">{[card.phone, card.member_no].filter(Boolean).join(' · ')}</span>
              </div>
            )}
          </VirtualList>
        )}
      </div>
    </div>
  );
}
