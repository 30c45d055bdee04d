/** Customers or tickets from a csv or xlsx: drop, match columns, look, import. Nothing is written before the last step. */
import { Button, Modal, Segmented } from 'antd';
import { useState } from 'react';
import type { FileIn, TablePreview } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useWords } from '../kit/i18n';
import { Skeleton } from '../kit/states';
import { Drop } from './drop';
import { loaded, sorted, tableKinds, type Sorted } from './files';
import style from './import.module.css';
import { Mapping } from './mapping-table';
import { FileLine, useObjection } from './objections';
import { Outcome } from './outcome';
import { words } from './words';

export type TableNoun = 'customer' | 'ticket';

export function TableSheet({ open, noun, onClose }: { open: boolean; noun: TableNoun; onClose: () => void }) {
  const t = useWords(words);
  return (
    <Modal open={open} title={t('tableTitle')} onCancel={onClose} footer={null} width={960} closable={{ 'aria-label': t('close') }} mask={{ closable: false }} destroyOnHidden>
      <Body first={noun} onClose={onClose} />
    </Modal>
  );
}

function Body({ first, onClose }: { first: TableNoun; onClose: () => void }) {
  const t = useWords(words);
  const [noun, setNoun] = useState(first);
  const read = useAct('import.read_table');
  const keep = useAct('import.keep_table');
  const again = () => (read.reset(), keep.reset());
  if (keep.data) {
    return (
      <Outcome outcome={keep.data} of="row">
        <Button onClick={again}>{t('another')}</Button>
        <Button type="primary" onClick={onClose}>{t('done')}</Button>
      </Outcome>
    );
  }
  if (read.data) return <Matched table={read.data} noun={noun} busy={keep.isPending} onBack={again} onKeep={(mapping) => keep.mutate({ token: read.data.token, mapping })} />;
  return (
    <div className="col g16">
      <Segmented aria-label={t('whatRows')} value={noun} onChange={setNoun} options={[{ value: 'customer', label: t('nounCustomer') }, { value: 'ticket', label: t('nounTicket') }]} style={{ alignSelf: 'flex-start' }} />
      {read.isPending ? <Skeleton lines={4} /> : <TableDrop onFile={(file) => read.mutate({ noun, file })} />}
    </div>
  );
}

function TableDrop({ onFile }: { onFile: (file: FileIn) => void }) {
  const t = useWords(words);
  const objection = useObjection();
  const [bad, setBad] = useState<Sorted['bad']>([]);
  const take = async (files: File[]) => {
    const { good, bad: refused } = sorted(files.slice(0, 1), tableKinds);
    const { read, bad: closed } = await loaded(good);
    setBad([...refused, ...closed]);
    if (read[0]) onFile(read[0]);
  };
  return (
    <>
      <Drop title={t('dropHere')} note={t('dropTableKinds')} kinds={tableKinds} onFiles={(files) => void take(files)} />
      {bad.length > 0 && <ul className={style.files}>{bad.map(({ file, why }) => <FileLine key={file.name} name={file.name} why={objection(file, why, true)} />)}</ul>}
    </>
  );
}

function Matched({ table, noun, busy, onBack, onKeep }: { table: TablePreview; noun: TableNoun; busy: boolean; onBack: () => void; onKeep: (mapping: Record<string, number>) => void }) {
  const t = useWords(words);
  return (
    <Mapping table={table}>
      {(mapping, why) => (
        <>
          <span className="t13 ink3 grow">{why ?? t(noun === 'ticket' ? 'importNoteTicket' : 'importNote')}</span>
          <Button onClick={onBack}>{t('backToRead')}</Button>
          <Button type="primary" loading={busy} disabled={why !== undefined} onClick={() => onKeep({ ...mapping })}>{t('importRows', { count: table.total })}</Button>
        </>
      )}
    </Mapping>
  );
}
