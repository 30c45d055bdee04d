import { defineWords } from '../../kit/i18n';

export const words = defineWords('views-knowledge', {
  zh: {
    importFiles: '从文件导入',
    exportThem: '导出知识',
    suggestionsWaiting: '修改建议，{{count}} 条待看',
    fileCategory: '还没定',
    category: '放进分类',
    side: '版本和相关',
    filter: '换分类',
    dropSearch: '清掉搜索',
    home: '回到知识库',
  },
  en: {
    importFiles: 'Import from files',
    exportThem: 'Export knowledge',
    suggestionsWaiting: 'Suggestions, {{count}} to look at',
    fileCategory: 'Not set yet',
    category: 'Put into',
    side: 'Versions and related',
    filter: 'Change category',
    dropSearch: 'Clear search',
    home: 'Back to knowledge',
  },
});
