/** A select over ticket types; none is a choice too. */
import { Select } from 'antd';
import type { Id } from '../ipc/bindings';
import { useWords } from '../kit/i18n';
import { useTypes } from './use-types';
import { words } from './words';

const NONE = 'none';

export function TypeSelect({ id, value, onChange }: { id: string; value: Id | null; onChange: (kind: Id | null) => void }) {
  const t = useWords(words);
  const { live, all } = useTypes();
  const kept = all.filter((type) => type.id === value && type.archived);
  const options = [...live, ...kept].map((type) => ({ value: type.id, label: type.name }));
  return <Select id={id} value={value ?? NONE} showSearch={{ optionFilterProp: 'label' }} style={{ width: '100%' }} options={[{ value: NONE, label: t('nothing') }, ...options]} onChange={(next) => onChange(next === NONE ? null : next)} />;
}
