/** What stands around the text: category, questions, tags, shops, what changed. */
import { Input, Select, TreeSelect } from 'antd';
import type { ShopRow } from '../../ipc/bindings';
import { useWords } from '../../kit/i18n';
import { choicesOf, type Branch } from '../tree';
import { words } from './words';
import { questionsIn } from './checks';
import style from './editor.module.css';
import type { Written } from './session';
import { useState } from 'react';

interface Props {
  written: Written;
  branches: readonly Branch[];
  shops: readonly ShopRow[];
  onChange: (part: Partial<Written>) => void;
}

export function Fields({ written, branches, shops, onChange }: Props) {
  const t = useWords(words);
  return (
    <div className={style.fields}>
      <label>{t('category')}<TreeSelect aria-label={t('category')} allowClear placeholder={t('categoryNone')} value={written.category ?? undefined} treeData={choicesOf(branches)} treeDefaultExpandAll showSearch={{ treeNodeFilterProp: 'title' }} onChange={(category: string | undefined) => onChange({ category: category ?? null })} /></label>
      <Questions first={written.questions} onChange={(questions) => onChange({ questions })} />
      <label>{t('tags')}<Select mode="tags" aria-label={t('tags')} open={false} suffixIcon={null} placeholder={t('tagsHint')} value={written.tags} onChange={(tags) => onChange({ tags })} /></label>
      <label>{t('shops')}<Select mode="multiple" aria-label={t('shops')} allowClear maxTagCount={4} placeholder={t('shopsHint')} value={written.shops} options={shops.map((shop) => ({ value: shop.id, label: shop.name }))} showSearch={{ optionFilterProp: 'label' }} onChange={(next) => onChange({ shops: next })} /></label>
      <label>{t('note')}<Input value={written.note} maxLength={200} placeholder={t('noteHint')} onChange={(event) => onChange({ note: event.target.value })} /></label>
    </div>
  );
}

/** Keeps the blank lines one is in the middle of typing; what is told is the questions themselves. */
function Questions({ first, onChange }: { first: readonly string[]; onChange: (questions: string[]) => void }) {
  const t = useWords(words);
  const [text, setText] = useState(first.join('\n'));
  return (
    <label>{t('questions')}<Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} value={text} placeholder={t('questionsHint')} onChange={(event) => (setText(event.target.value), onChange(questionsIn(event.target.value)))} /></label>
  );
}
