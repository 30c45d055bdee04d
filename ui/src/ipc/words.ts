import { defineWords } from '../kit/i18n';

export const words = defineWords('ipc', {
  zh: {
    unreachable: '连不上本机的掌柜。写好的都还在，恢复后接着做。',
    unreadable: '本机的掌柜答得不对，可能新旧版本混着用。退出重开一次。',
  },
  en: {
    unreachable: 'Zhanggui on this device cannot be reached. What you wrote is kept; carry on once it is back.',
    unreadable: 'Zhanggui on this device gave an answer this screen cannot read; versions may be mixed. Quit and reopen.',
  },
});
