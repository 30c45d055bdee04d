import { defineWords } from '../kit/i18n';

export const words = defineWords('ticket_type', {
  zh: {
    yes: '是',
    no: '否',
    unset: '还没登记',
    choose: '选一个',
    day: '选日子',
    money: '金额，元',
    order: '订单号',
    phone: '手机或座机',
    required: '解决前必填',
    nothing: '不分类型',
  },
  en: {
    yes: 'Yes',
    no: 'No',
    unset: 'Not recorded yet',
    choose: 'Choose one',
    day: 'Choose a day',
    money: 'Amount in yuan',
    order: 'Order number',
    phone: 'Mobile or landline',
    required: 'Needed before resolving',
    nothing: 'No type',
  },
});
