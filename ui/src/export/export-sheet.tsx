/** Takes data out: what, in which format, then the files. Only for those who may; the desk checks and records again. */
import { Button, Checkbox, Modal, Radio } from 'antd';
import { useState } from 'react';
import type { Exported, ExportFormat, FileOut } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { sizeOf } from '../message/bytes';
import { isKind, kinds, nounsOf, type Kind } from './choice';
import { download } from './download';
import style from './export.module.css';
import { words } from './words';

export function ExportSheet({ open, first = [], onClose }: { open: boolean; first?: readonly Kind[]; onClose: () => void }) {
  const t = useWords(words);
  return (
    <Modal open={open} title={t('title')} onCancel={onClose} footer={null} width={520} closable={{ 'aria-label': t('close') }} destroyOnHidden>
      <Body first={first} onClose={onClose} />
    </Modal>
  );
}

function Body({ first, onClose }: { first: readonly Kind[]; onClose: () => void }) {
  const run = useAct('export.run');
  if (run.data) return <Files exported={run.data} onAgain={run.reset} onClose={onClose} />;
  return <Choice first={first} busy={run.isPending} onRun={(chosen, format) => run.mutate({ nouns: nounsOf(chosen), format })} />;
}

function Choice({ first, busy, onRun }: { first: readonly Kind[]; busy: boolean; onRun: (chosen: Kind[], format: ExportFormat) => void }) {
  const t = useWords(words);
  const [chosen, setChosen] = useState<Kind[]>([...first]);
  const [format, setFormat] = useState<ExportFormat>('csv');
  const options = Object.keys(kinds).filter(isKind).map((kind) => ({ value: kind, label: t(kinds[kind].label) }));
  return (
    <div className="col g16">
      <p className="t13 ink2">{t('note')}</p>
      <fieldset className={style.set}>
        <legend>{t('what')}</legend>
        <Checkbox.Group className={style.ticks} value={chosen} options={options} onChange={setChosen} />
      </fieldset>
      <fieldset className={style.set}>
        <legend>{t('format')}</legend>
        <Radio.Group className={style.ticks} value={format} onChange={(event) => setFormat(event.target.value === 'jsonl' ? 'jsonl' : 'csv')} options={[{ value: 'csv', label: t('csv') }, { value: 'jsonl', label: t('jsonl') }]} />
      </fieldset>
      {chosen.includes('customers') && <p className="t13 ink2 row g8"><Icon name="shield" size={16} />{t('personal')}</p>}
      <div className="row g8" style={{ justifyContent: 'flex-end' }}>
        {chosen.length === 0 && <span className="t13 ink3 grow">{t('pickOne')}</span>}
        <Button type="primary" loading={busy} disabled={chosen.length === 0} onClick={() => onRun(chosen, format)}>{busy ? t('running') : t('run', { count: chosen.length })}</Button>
      </div>
    </div>
  );
}

/** Bytes that base64 text stands for. */
export function bytesOf(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : Number(base64.endsWith('='));
  return (base64.length / 4) * 3 - padding;
}

function Files({ exported, onAgain, onClose }: { exported: Exported; onAgain: () => void; onClose: () => void }) {
  const t = useWords(words);
  return (
    <div className="col g12">
      <p className="t13 ink2" role="status">{t('done')}</p>
      <ul className={style.files}>
        {exported.files.map((file) => <File key={file.name} file={file} />)}
      </ul>
      <div className="row g8" style={{ justifyContent: 'flex-end' }}>
        <Button type="text" onClick={onAgain}>{t('again')}</Button>
        <span className="grow" />
        <Button onClick={onClose}>{t('close')}</Button>
        {exported.files.length > 1 && <Button type="primary" onClick={() => exported.files.forEach(download)}>{t('saveAll')}</Button>}
      </div>
    </div>
  );
}

function File({ file }: { file: FileOut }) {
  const t = useWords(words);
  return (
    <li>
      <Icon name="archive" size={17} />
      <span className="grow col">
        <span className="ell">{file.name}</span>
        <span className="t12 ink3 num">{t('rows', { count: file.rows })} · {sizeOf(bytesOf(file.bytes))}</span>
      </span>
      <Button size="small" onClick={() => download(file)}>{t('save')}</Button>
    </li>
  );
}
