/**
 * A text with gaps that are filled in later, `{{customer.name}}`. Gaps are put in from a list at the caret, so that nobody has
 * to remember how they are spelled; one that is not in the list is named under the box.
 */
import { Button, Dropdown, Input, type GetRef } from 'antd';
import { useId, useRef } from 'react';
import { Chip } from './chip';
import style from './editing.module.css';
import { useWords } from './i18n';
import { Icon } from './icons';
import { words } from './words.editing';

export interface Gap {
  name: string;
  label: string;
}

const gap = /(?<!\\)\{\{\s*([^{}|]*?)\s*(?:\|[^{}]*)?\}\}/g;

/** The names of the gaps in a text, each once, in order. `\{{` is two braces and no gap. */
export function gapNames(text: string): string[] {
  return [...new Set([...text.matchAll(gap)].map((found) => found[1] ?? ''))];
}

/** `text` with `piece` in the place of what was selected. */
export function inserted(text: string, from: number, to: number, piece: string): string {
  return `${text.slice(0, from)}${piece}${text.slice(to)}`;
}

interface Props {
  id?: string;
  label: string;
  value: string;
  gaps: readonly Gap[];
  rows?: number;
  maxLength?: number;
  placeholder?: string;
  disabled?: boolean;
  onChange: (value: string) => void;
}

export function GapText({ id, label, value, gaps, rows = 4, maxLength = 20_000, placeholder, disabled, onChange }: Props) {
  const t = useWords(words);
  const own = useId();
  const box = useRef<GetRef<typeof Input.TextArea>>(null);
  const put = (name: string) => {
    const area = box.current?.resizableTextArea?.textArea;
    const [from, to] = area ? [area.selectionStart, area.selectionEnd] : [value.length, value.length];
    const piece = `{{${name}}}`;
    onChange(inserted(value, from, to, piece));
    requestAnimationFrame(() => (area?.focus(), area?.setSelectionRange(from + piece.length, from + piece.length)));
  };
  const used = gapNames(value);
  const known = gaps.filter((each) => used.includes(each.name));
  const strange = used.find((name) => !gaps.some((each) => each.name === name));
  return (
    <div className="col g8">
      <Input.TextArea ref={box} id={id} aria-label={label} aria-describedby={`${own}-gaps`} value={value} disabled={disabled ?? false} maxLength={maxLength} placeholder={placeholder} autoSize={{ minRows: rows, maxRows: 14 }} onChange={(event) => onChange(event.target.value)} />
      <div className={style.gapBar}>
        <span id={`${own}-gaps`} className="row g4 t12 ink3" style={{ flexWrap: 'wrap' }}>
          {strange !== undefined ? <span className={style.wrong}>{t('gapUnknown', { name: strange })}</span> : known.length > 0 && <>{t('gapsHere')}{known.map((each) => <Chip key={each.name} tone="line">{each.label}</Chip>)}</>}
        </span>
        <Dropdown trigger={['click']} disabled={disabled ?? false} menu={{ items: gaps.map((each) => ({ key: each.name, label: each.label })), onClick: ({ key }) => put(key), style: { maxHeight: 320, overflow: 'auto' } }}>
          <Button size="small" icon={<Icon name="plus" size={14} />}>{t('insertGap')}</Button>
        </Dropdown>
      </div>
    </div>
  );
}
