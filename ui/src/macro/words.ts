import { defineWords } from '../kit/i18n';

export const words = defineWords('macro', {
  zh: {
    pick: '用宏',
    steps: '{{count}} 步',
    none: '还没有能用在工单上的宏',
    noneNext: '在设置的「宏」里写一条，几步并成一步。',
    find: '找宏',
    close: '关闭',
  },
  en: {
    pick: 'Run a macro',
    steps: { one: '1 step', other: '{{count}} steps' },
    none: 'No macro for tickets yet',
    noneNext: 'Write one in Settings, Macros: several steps in one.',
    find: 'Find a macro',
    close: 'Close',
  },
});
