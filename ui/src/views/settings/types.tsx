/** Ticket types, and their order on the new-ticket form. */
import { Button } from 'antd';
import { useState } from 'react';
import type { TicketType } from '../../ipc/bindings';
import { useAct, useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { Empty } from '../../kit/states';
import { useOrder } from '../../kit/use-order';
import { priorities, useNames } from '../../ticket/names';
import { TypeList, TypeOrder } from '../../ticket_type/type-list';
import { TypeSheet } from '../../ticket_type/type-sheet';
import { words as typeWords } from '../../ticket_type/words.editor';
import { NEW, openedIn, Page, Read, useSheet } from './page';
import style from './settings.module.css';
import { words } from './words';

/** In use first, in the order of the form. */
function inOrder(types: readonly TicketType[]): TicketType[] {
  return types.toSorted((a, b) => Number(a.archived) - Number(b.archived) || a.position - b.position || a.name.localeCompare(b.name, 'zh'));
}

export function TypesPart() {
  const t = useWords(words);
  const w = useWords(typeWords);
  const names = useNames();
  const types = useCall('ticket_type.list', {});
  const departments = useCall('department.list', {}).data ?? [];
  const policies = useCall('sla.list', {}).data ?? [];
  const [ordering, setOrdering] = useState(false);
  const sheet = useSheet('types');
  const opened = openedIn(sheet, types.data, (type) => type.id);
  const rows = inOrder(types.data ?? []);
  const extra = rows.length > 1 && <Button type={ordering ? 'primary' : 'default'} onClick={() => setOrdering(!ordering)}>{ordering ? t('orderDone') : t('order')}</Button>;
  return (
    <Page title={t('types')} count={types.data && rows.length} extra={extra} note={ordering ? t('orderHint') : undefined} create={ordering ? undefined : { label: w('newType'), run: () => sheet.show(NEW) }}>
      <Read of={types}>
        {() => {
          if (rows.length === 0) return <Empty title={t('typesNone')} next={t('typesNoneNext')} />;
          if (ordering) return <Ordering types={rows.filter((type) => !type.archived)} />;
          return <TypeList types={rows} departments={departments} policies={policies} priorityName={names.priority} onOpen={(type) => sheet.show(type.id)} />;
        }}
      </Read>
      {opened && <TypeSheet key={opened.key} type={opened.record} position={Math.max(-1, ...rows.map((type) => type.position)) + 1} departments={departments} policies={policies} priorities={priorities.map((value) => ({ value, label: names.priority(value) }))} onClose={sheet.close} />}
    </Page>
  );
}

function Ordering({ types }: { types: readonly TicketType[] }) {
  const save = useAct('ticket_type.save');
  const order = useOrder(types, (type) => type.id);
  const put = async (next: TicketType[]) => {
    order.put(next);
    for (const [position, type] of next.entries()) if (type.position !== position) await save.mutateAsync({ ...type, position }).catch(order.forget);
  };
  return <div className={style.body}><TypeOrder types={order.shown} onChange={(next) => void put(next)} /></div>;
}
