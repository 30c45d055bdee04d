import { defineWords } from './i18n';

/** What every form and list of records says. */
export const words = defineWords('kit-editing', {
  zh: {
    close: '关闭',
    cancel: '先不了',
    unsaved: '有改动还没存',
    discard: '丢掉改动',
    goOn: '接着改',
    save: '存好',
    saveKey: '存好表单',
    dragOrder: '{{name}}，第 {{at}} 项，共 {{all}} 项，上下键换位置',
    orderMoved: '{{name}} 挪到第 {{at}} 项',
    insertGap: '插入变量',
    gapsHere: '发的时候填上：',
    gapUnknown: '「{{name}}」不在变量表里，从表里挑一个',
  },
  en: {
    close: 'Close',
    cancel: 'Not now',
    unsaved: 'Changes are not saved yet',
    discard: 'Discard changes',
    goOn: 'Keep editing',
    save: 'Save',
    saveKey: 'Save the form',
    dragOrder: '{{name}}, item {{at}} of {{all}}, arrow keys move it',
    orderMoved: '{{name}} is now item {{at}}',
    insertGap: 'Insert a variable',
    gapsHere: 'Filled in when sent: ',
    gapUnknown: '“{{name}}” is not a variable. Choose one from the list',
  },
});
