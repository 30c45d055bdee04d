import { defineWords } from '../kit/i18n';

export const words = defineWords('canned', {
  zh: {
    gapCustomerName: '顾客称呼',
    gapCustomerTier: '会员等级',
    gapCustomerPoints: '会员积分',
    gapStaffName: '您的名字',
    gapShopName: '门店名',
    gapShopPhone: '门店电话',
    gapShopAddress: '门店地址',
    gapTicketNumber: '工单号',
    gapTicketState: '工单状态',
    gapTicketSubject: '工单主题',
    gapTicketDue: '工单时限',
    gapOrganisation: '公司名称',
    gapToday: '今天的日期',
  },
  en: {
    gapCustomerName: 'customer name',
    gapCustomerTier: 'member tier',
    gapCustomerPoints: 'member points',
    gapStaffName: 'your name',
    gapShopName: 'shop name',
    gapShopPhone: 'shop phone',
    gapShopAddress: 'shop address',
    gapTicketNumber: 'ticket number',
    gapTicketState: 'ticket state',
    gapTicketSubject: 'ticket subject',
    gapTicketDue: 'ticket due time',
    gapOrganisation: 'organisation',
    gapToday: 'today’s date',
  },
});
