/** Keeps the present list (view, channel, words searched, order) under a name, for oneself or for all who may. */
import { Button, Checkbox, Input } from 'antd';
import { useId, useState } from 'react';
import { useAct } from '../ipc/hooks';
import { useMay } from '../ipc/me';
import { useWords } from '../kit/i18n';
import { notify } from '../kit/notices';
import { asFilter, type Narrowing, type Place } from './where';
import { words } from './words';

export function SaveView({ place, narrow, onDone }: { place: Place; narrow: Narrowing; onDone: () => void }) {
  const t = useWords(words);
  const may = useMay();
  const id = useId();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const save = useAct('view.save');
  const done = () =>
    save.mutate(
      { id: null, name: name.trim(), of: 'conversation', filter: asFilter(place, narrow), shared, columns: [], position: 0 },
      { onSuccess: () => (notify({ key: 'view', kind: 'done', text: t('viewSaved') }), onDone()) },
    );
  return (
    <div className="col g8">
      <label htmlFor={id} className="t12 ink3">{t('viewName')}</label>
      <Input id={id} value={name} autoFocus maxLength={40} placeholder={t('viewNameHint')} onChange={(event) => setName(event.target.value)} onPressEnter={() => name.trim() && done()} />
      {may('shared.words') && <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>{t('viewShared')}</Checkbox>}
      <Button type="primary" disabled={!name.trim()} loading={save.isPending} onClick={done}>{t('saveViewDo')}</Button>
    </div>
  );
}
