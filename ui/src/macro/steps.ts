/** The steps of a macro as an editor handles them: new ones, complete ones, and where each can be done. Pure. */
import type { MacroStep } from '../ipc/bindings';
import { gapNames } from '../kit/gap-text';

export type Do = MacroStep['do'];

/** In the order of the menu. */
export const kinds = ['reply', 'note', 'state', 'priority', 'assign_self', 'assign', 'department', 'add_tag', 'remove_tag', 'field', 'snooze', 'end_conversation'] as const satisfies readonly Do[];

const fresh: Record<Do, MacroStep> = {
  reply: { do: 'reply', text: '' },
  note: { do: 'note', text: '' },
  state: { do: 'state', to: 'resolved' },
  priority: { do: 'priority', to: 'high' },
  assign: { do: 'assign', staff: null },
  assign_self: { do: 'assign_self' },
  department: { do: 'department', to: '' },
  add_tag: { do: 'add_tag', tag: '' },
  remove_tag: { do: 'remove_tag', tag: '' },
  field: { do: 'field', key: '', value: '' },
  snooze: { do: 'snooze', minutes: 60 },
  end_conversation: { do: 'end_conversation' },
};

export function isKind(text: string): text is Do {
  return kinds.some((kind) => kind === text);
}

export function newStep(kind: Do): MacroStep {
  return { ...fresh[kind] };
}

/** Whether the desk would take the step; `known` are the variables there are. */
export function isComplete(step: MacroStep, known: readonly string[]): boolean {
  switch (step.do) {
    case 'reply':
    case 'note':
      return step.text.trim() !== '' && gapNames(step.text).every((name) => known.includes(name));
    case 'department':
      return step.to !== '';
    case 'add_tag':
    case 'remove_tag':
      return step.tag.trim() !== '';
    case 'field':
      return step.key !== '';
    case 'snooze':
      return step.minutes >= 1;
    default:
      return true;
  }
}

const ticketSteps: readonly Do[] = ['state', 'priority', 'field'];
const conversationSteps: readonly Do[] = ['reply', 'end_conversation'];

/** A step that may have nothing to act on where the macro is used. */
export function misplaced(step: MacroStep, applies: readonly string[]): 'ticketOnly' | 'conversationOnly' | undefined {
  if (ticketSteps.includes(step.do) && applies.includes('conversation')) return 'ticketOnly';
  return conversationSteps.includes(step.do) && applies.includes('ticket') ? 'conversationOnly' : undefined;
}

export function appliesTo(applies: string): string[] {
  return applies.split(',').map((part) => part.trim()).filter((part) => part === 'ticket' || part === 'conversation');
}
