/** Macros one may use. */
import { useVariables } from '../../canned/variables';
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { Empty } from '../../kit/states';
import { MacroEditor } from '../../macro/macro-editor';
import { MacroList } from '../../macro/macro-list';
import type { Choices } from '../../macro/step-input';
import { words as macroWords } from '../../macro/words.editor';
import { priorities, states, useNames } from '../../ticket/names';
import { NEW, openedIn, Page, Read, useSheet } from './page';
import { words } from './words';

/** Fields of every type in use; one that several types share is named once. */
function useChoices(): Choices {
  const names = useNames();
  const people = useCall('staff.cards', {}).data ?? [];
  const departments = useCall('department.list', {}).data ?? [];
  const types = useCall('ticket_type.list', {}).data ?? [];
  const fields = new Map(types.filter((type) => !type.archived).flatMap((type) => type.fields.map((field) => [field.key, { value: field.key, label: `${field.label} · ${type.name}` }])));
  return {
    states: states.map((value) => ({ value, label: names.state(value) })),
    priorities: priorities.map((value) => ({ value, label: names.priority(value) })),
    people: people.map((person) => ({ value: person.id, label: person.name })),
    departments: departments.filter((each) => !each.archived).map((each) => ({ value: each.id, label: each.name })),
    fields: [...fields.values()],
    gaps: useVariables(),
  };
}

export function MacrosPart() {
  const t = useWords(words);
  const m = useWords(macroWords);
  const macros = useCall('macro.list', {});
  const choices = useChoices();
  const sheet = useSheet('macros');
  const opened = openedIn(sheet, macros.data, (macro) => macro.id);
  return (
    <Page title={t('macros')} count={macros.data?.length} create={{ label: m('newMacro'), run: () => sheet.show(NEW) }}>
      <Read of={macros}>{(rows) => (rows.length === 0 ? <Empty title={m('none')} next={m('noneNext')} /> : <MacroList macros={rows} onOpen={(macro) => sheet.show(macro.id)} />)}</Read>
      {opened && <MacroEditor key={opened.key} macro={opened.record} choices={choices} onClose={sheet.close} />}
    </Page>
  );
}
