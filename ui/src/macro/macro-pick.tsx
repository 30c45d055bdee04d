/** Chooses a macro for a ticket, then shows every step before anything happens. */
import { Input, Modal } from 'antd';
import { useState } from 'react';
import { MacroSheet } from '../draft/macro-sheet';
import type { Macro, Noun } from '../ipc/bindings';
import { useCall } from '../ipc/hooks';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { Empty, Skeleton } from '../kit/states';
import { VirtualList } from '../kit/virtual-list';
import { fitting } from './fitting';
import style from './macro.module.css';
import { words } from './words';

interface Props {
  noun: Extract<Noun, 'ticket' | 'conversation'>;
  about: string;
  onClose: () => void;
}

export function MacroPick({ noun, about, onClose }: Props) {
  const t = useWords(words);
  const macros = useCall('macro.list', {});
  const [query, setQuery] = useState('');
  const [at, setAt] = useState<string>();
  const [chosen, setChosen] = useState<Macro>();
  if (chosen) return <MacroSheet macro={chosen} noun={noun} about={about} onClose={onClose} />;
  const usable = fitting(macros.data ?? [], noun, '');
  const list = fitting(macros.data ?? [], noun, query);
  const current = list.find((macro) => macro.id === at) ?? list[0];
  const step = (by: number) => setAt(list[Math.min(list.length - 1, Math.max(0, list.findIndex((macro) => macro.id === current?.id) + by))]?.id);
  return (
    <Modal open title={t('pick')} onCancel={onClose} footer={null} width={480} closable={{ 'aria-label': t('close') }}>
      {macros.isPending && <Skeleton />}
      {macros.data && usable.length === 0 && <Empty size="small" title={t('none')} next={t('noneNext')} />}
      {usable.length > 0 && (
        <Input role="searchbox" value={query} autoFocus placeholder={t('find')} aria-label={t('find')} prefix={<Icon name="search" size={15} />} onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
              event.preventDefault();
              step(event.key === 'ArrowDown' ? 1 : -1);
            } else if (event.key === 'Enter' && !event.nativeEvent.isComposing && current) setChosen(current);
          }} />
      )}
      {usable.length > 0 && (
        <div className={style.list}>
          <VirtualList label={t('pick')} items={list} idOf={(macro) => macro.id} rowHeight={40} current={current?.id} onMove={(macro) => setAt(macro.id)} onOpen={setChosen}>
            {(macro, { current: on }) => (
              <span className={on ? `${style.row} ${style.on}` : style.row}>
                <Icon name="bolt" size={16} />
                <span className="grow ell">{macro.name}</span>
                <span className="t12 ink3 num">{t('steps', { count: macro.steps.length })}</span>
              </span>
            )}
          </VirtualList>
        </div>
      )}
    </Modal>
  );
}
