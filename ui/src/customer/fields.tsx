/** What a shop keeps about its customers beyond the fields everyone has. */
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { CustomerDetail } from '../ipc/bindings';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { Section } from '../kit/pane';
import style from './card.module.css';
import { useSaveFact } from './facts';
import { InPlace } from './in-place';
import { words } from './words';

export function CustomFields({ customer }: { customer: CustomerDetail }) {
  const t = useWords(words);
  const [adding, setAdding] = useState(false);
  const save = useSaveFact(customer.card.id);
  const fields = Object.entries(customer.fields).sort(([a], [b]) => a.localeCompare(b));
  const add = save && !adding && <IconButton icon="plus" small label={t('addField')} onClick={() => setAdding(true)} />;
  return (
    <Section title={t('fields')} extra={add}>
      {fields.length === 0 && !adding && <div className="t13 ink3">{t('noFields')}</div>}
      <dl className={style.facts}>
        {fields.map(([key, value]) => (
          <FieldRow key={key} name={key} value={value} save={save && ((next) => save({ fields: { [key]: next } }))} />
        ))}
      </dl>
      {adding && save && <AddField save={(name, value) => save({ fields: { [name]: value } })} onDone={() => setAdding(false)} />}
    </Section>
  );
}

function FieldRow({ name, value, save }: { name: string; value: string; save: ((next: string) => Promise<unknown>) | undefined }) {
  return (
    <>
      <dt className="ell" title={name}>{name}</dt>
      <dd><InPlace label={name} value={value} save={save} /></dd>
    </>
  );
}

function AddField({ save, onDone }: { save: (name: string, value: string) => Promise<unknown>; onDone: () => void }) {
  const t = useWords(words);
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const ready = name.trim() !== '' && value.trim() !== '';
  const keep = () => ready && void save(name.trim(), value.trim()).then(onDone, () => undefined);
  return (
    <div className={style.addLine}>
      <Input size="small" autoFocus aria-label={t('fieldName')} placeholder={t('fieldName')} value={name} onChange={(event) => setName(event.target.value)} />
      <Input size="small" aria-label={t('fieldValue')} placeholder={t('fieldValue')} value={value} onChange={(event) => setValue(event.target.value)} onPressEnter={keep} />
      <Button size="small" type="primary" disabled={!ready} onClick={keep}>{t('add')}</Button>
    </div>
  );
}
