/** Gives a filter a name: only for oneself, or for everyone where one may. The same sheet renames a view. */
import { Button, Input, Modal, Radio } from 'antd';
import { useId, useState } from 'react';
import type { Filter, View, ViewOf } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useMay } from '../ipc/me';
import { useWords } from '../kit/i18n';
import { notify } from '../kit/notices';
import { words } from './words';

interface Props {
  of: ViewOf;
  filter: Filter;
  columns: readonly string[];
  /** The view to change; none makes a new one. */
  view?: View | undefined;
  position: number;
  onSaved: (id: string) => void;
  onClose: () => void;
}

export function SaveViewSheet({ of, filter, columns, view, position, onSaved, onClose }: Props) {
  const t = useWords(words);
  const mayShare = useMay()('shared.words');
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(view?.shared ?? false);
  const id = useId();
  const save = useAct('view.save');
  const ready = name.trim() !== '';
  const keep = () => {
    if (!ready) return;
    const input = { id: view?.id ?? null, name: name.trim(), of, filter, shared, columns: [...columns], position: view?.position ?? position };
    save.mutate(input, { onSuccess: (made) => (notify({ key: 'view', kind: 'done', text: t('saved', { name: name.trim() }) }), onSaved(made.id), onClose()) });
  };
  const footer = (
    <span className="row g8" style={{ justifyContent: 'flex-end' }}>
      {!ready && <span className="t12 ink3 grow" style={{ textAlign: 'start' }}>{t('needName')}</span>}
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button type="primary" disabled={!ready} loading={save.isPending} onClick={keep}>{view ? t('rename') : t('save')}</Button>
    </span>
  );
  return (
    <Modal open title={view ? t('renameTitle') : t('saveTitle')} onCancel={onClose} footer={footer} width={440} closable={{ 'aria-label': t('close') }}>
      <div className="col g12">
        <label htmlFor={id} className="t13 ink2">{t('name')}</label>
        <Input id={id} value={name} autoFocus maxLength={40} placeholder={t('nameHint')} onChange={(event) => setName(event.target.value)} onPressEnter={keep} />
        <fieldset style={{ border: 0, margin: 0, padding: 0 }} className="col g8">
          <legend className="t13 ink2" style={{ padding: 0, marginBottom: 8 }}>{t('who')}</legend>
          <Radio.Group value={shared} onChange={(event) => setShared(event.target.value === true)} options={[{ value: false, label: t('private') }, { value: true, label: t('shared'), disabled: !mayShare }]} />
          {!mayShare && <span className="t12 ink3">{t('sharedNo')}</span>}
        </fieldset>
        <p className="t12 ink3">{t('keeps')}</p>
      </div>
    </Modal>
  );
}
