/** The filters of the list, one chip each, in the order people reach for them. */
import { DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import type { Filter, Whose } from '../../ipc/bindings';
import { useCall } from '../../ipc/hooks';
import { useMe } from '../../ipc/me';
import { channels, ChannelGlyph, useChannelName } from '../../kit/avatar';
import { useWords } from '../../kit/i18n';
import { day } from '../../kit/time';
import { priorities, states, useNames } from '../../ticket/names';
import { useTypes } from '../../ticket_type/use-types';
import { without } from '../../view/filter';
import { lastDay, openedBetween, openedWithin, spanOf, spans, type Span } from '../../view/opened';
import { Choices, FacetChip, OneOf, type Choice } from './facet';
import { words } from './words';

export interface FacetProps {
  filter: Filter;
  onChange: (part: Partial<Filter>) => void;
}

/** One name, or how many. */
function said(chosen: readonly string[], choices: readonly Choice[], count: (count: number) => string): string | undefined {
  if (chosen.length === 0) return undefined;
  const only = chosen.length === 1 ? choices.find((choice) => choice.id === chosen[0]) : undefined;
  return only?.label ?? count(chosen.length);
}

export function ShopFacet({ filter, onChange }: FacetProps) {
  const t = useWords(words);
  const me = useMe();
  const choices = (me?.shops ?? []).map((shop) => ({ id: shop.id, label: shop.name }));
  if (choices.length < 2) return null;
  return (
    <FacetChip name={t('facetShops')} value={said(filter.shops, choices, (count) => t('shopCount', { count }))} onClear={() => onChange({ shops: [] })}>
      {() => <Choices label={t('facetShops')} choices={choices} chosen={filter.shops} onChoose={(shops) => onChange({ shops })} />}
    </FacetChip>
  );
}

export function StateFacet({ filter, onChange }: FacetProps) {
  const t = useWords(words);
  const names = useNames();
  const choices = states.map((state) => ({ id: state, label: names.state(state) }));
  return (
    <FacetChip name={t('facetStates')} value={said(filter.states, choices, (count) => t('someCount', { count }))} onClear={() => onChange({ states: [] })}>
      {() => <Choices label={t('facetStates')} choices={choices} chosen={filter.states} onChoose={(ids) => onChange({ states: states.filter((state) => ids.includes(state)) })} />}
    </FacetChip>
  );
}

export function PriorityFacet({ filter, onChange }: FacetProps) {
  const t = useWords(words);
  const names = useNames();
  const choices = priorities.map((priority) => ({ id: priority, label: names.priority(priority) }));
  return (
    <FacetChip name={t('facetPriorities')} value={said(filter.priorities, choices, (count) => t('someCount', { count }))} onClear={() => onChange({ priorities: [] })}>
      {() => <Choices label={t('facetPriorities')} choices={choices} chosen={filter.priorities} onChoose={(ids) => onChange({ priorities: priorities.filter((priority) => ids.includes(priority)) })} />}
    </FacetChip>
  );
}

export function KindFacet({ filter, onChange }: FacetProps) {
  const t = useWords(words);
  const { all } = useTypes();
  const choices = all.filter((type) => !type.archived || filter.kinds.includes(type.id)).map((type) => ({ id: type.id, label: type.name }));
  return (
    <FacetChip name={t('facetKinds')} value={said(filter.kinds, choices, (count) => t('someCount', { count }))} onClear={() => onChange({ kinds: [] })}>
      {() => <Choices label={t('facetKinds')} choices={choices} chosen={filter.kinds} onChoose={(kinds) => onChange({ kinds })} />}
    </FacetChip>
  );
}

export function ChannelFacet({ filter, onChange }: FacetProps) {
  const t = useWords(words);
  const name = useChannelName();
  const choices = channels.map((channel) => ({ id: channel, label: name(channel), mark: <ChannelGlyph of={channel} label={false} /> }));
  return (
    <FacetChip name={t('facetChannels')} value={said(filter.channels, choices, (count) => t('someCount', { count }))} onClear={() => onChange({ channels: [] })}>
      {() => <Choices label={t('facetChannels')} choices={choices} chosen={filter.channels} onChoose={(ids) => onChange({ channels: channels.filter((channel) => ids.includes(channel)) })} />}
    </FacetChip>
  );
}

export function DepartmentFacet({ filter, onChange }: FacetProps) {
  const t = useWords(words);
  const departments = useCall('department.list', {});
  const choices = (departments.data ?? []).filter((each) => !each.archived || filter.departments.includes(each.id)).map((each) => ({ id: each.id, label: each.name }));
  if (choices.length === 0) return null;
  return (
    <FacetChip name={t('facetDepartments')} value={said(filter.departments, choices, (count) => t('someCount', { count }))} onClear={() => onChange({ departments: [] })}>
      {() => <Choices label={t('facetDepartments')} choices={choices} chosen={filter.departments} onChoose={(ids) => onChange({ departments: ids })} />}
    </FacetChip>
  );
}

const ANYONE = 'anyone';

function asId(whose: Whose | null): string {
  if (whose === null) return ANYONE;
  return typeof whose === 'string' ? whose : whose.staff;
}

function asWhose(id: string): Whose | null {
  if (id === ANYONE) return null;
  return id === 'me' || id === 'nobody' ? id : { staff: id };
}

export function AssigneeFacet({ filter, onChange }: FacetProps) {
  const t = useWords(words);
  const cards = useCall('staff.cards', {});
  const choices = [
    { id: ANYONE, label: t('anyone') }, { id: 'me', label: t('assigneeMe') }, { id: 'nobody', label: t('assigneeNobody') },
    ...(cards.data ?? []).map((card) => ({ id: card.id, label: card.name })),
  ];
  const chosen = asId(filter.assignee);
  const value = chosen === ANYONE ? undefined : choices.find((choice) => choice.id === chosen)?.label ?? t('someCount', { count: 1 });
  return (
    <FacetChip name={t('facetAssignee')} value={value} onClear={() => onChange({ assignee: null })}>
      {(close) => <OneOf label={t('facetAssignee')} choices={choices} chosen={chosen} onChoose={(id) => (onChange({ assignee: asWhose(id) }), close())} />}
    </FacetChip>
  );
}

export function TagFacet({ filter, onChange, known }: FacetProps & { known: readonly string[] }) {
  const t = useWords(words);
  const value = filter.tags.length === 0 ? undefined : filter.tags.length === 1 ? filter.tags[0] : t('someCount', { count: filter.tags.length });
  const options = [...new Set([...filter.tags, ...known])].map((tag) => ({ value: tag, label: tag }));
  return (
    <FacetChip name={t('facetTags')} value={value} onClear={() => onChange({ tags: [] })}>
      {() => <Select mode="tags" autoFocus value={filter.tags} options={options} placeholder={t('tagsHint')} aria-label={t('facetTags')} style={{ width: '100%' }} onChange={(tags: string[]) => onChange({ tags: tags.map((tag) => tag.trim()).filter(Boolean) })} />}
    </FacetChip>
  );
}

const spanWord = { today: 'spanToday', week: 'spanWeek', month: 'spanMonth', quarter: 'spanQuarter' } as const satisfies Record<Span, string>;

export function OpenedFacet({ filter, onChange }: FacetProps) {
  const t = useWords(words);
  const [now] = useState(() => Date.now());
  const span = spanOf(filter, now);
  const choices = spans.map((each) => ({ id: each, label: t(spanWord[each]) }));
  const from = filter.opened_after;
  const to = lastDay(filter);
  const range = from !== null && to !== null ? t('spanBetween', { from: day(from), to: day(to) }) : from !== null ? t('spanSince', { from: day(from) }) : to !== null ? t('spanUntil', { to: day(to) }) : undefined;
  return (
    <FacetChip name={t('facetOpened')} value={span ? t(spanWord[span]) : range} onClear={() => onChange(without(filter, 'opened'))}>
      {(close) => (
        <>
          <OneOf label={t('facetOpened')} choices={choices} chosen={span ?? ''} onChoose={(id) => (spans.filter((each) => each === id).forEach((each) => onChange(openedWithin(each, now))), close())} />
          <span className="t12 ink3">{t('spanCustom')}</span>
          <DatePicker.RangePicker value={[from === null ? null : dayjs(from), to === null ? null : dayjs(to)]} allowEmpty={[true, true]} placeholder={[t('spanFrom'), t('spanTo')]} aria-label={t('spanCustom')} onChange={(days) => onChange(openedBetween(days?.[0]?.valueOf() ?? null, days?.[1]?.valueOf() ?? null))} />
        </>
      )}
    </FacetChip>
  );
}
