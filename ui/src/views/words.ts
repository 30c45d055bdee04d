import { defineWords } from '../kit/i18n';

/** What the rooms are called. */
export const words = defineWords('rooms', {
  zh: { inbox: '收件', tickets: '工单', customers: '顾客', knowledge: '知识', settings: '设置' },
  en: { inbox: 'Inbox', tickets: 'Tickets', customers: 'Customers', knowledge: 'Knowledge', settings: 'Settings' },
});
