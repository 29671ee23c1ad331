import { definePhrases } from '@perigon/ui'

/** Words of the dialog that makes files of a list. */
export const dialogPhrases = definePhrases('export-dialog', {
  title: { zh: '导出“{name}”', en: 'Export {name}' },
  when: { zh: '何时导出', en: 'When' },
  now: { zh: '现在，在后台', en: 'Now, in the background' },
  schedule: { zh: '定期', en: 'On a schedule' },
  start: { zh: '开始导出', en: 'Start' },
  save: { zh: '保存计划', en: 'Save schedule' },
  now_hint: {
    zh: '导出当前列表的筛选、排序和列。完成后会通知您，文件保留 30 天。',
    en: 'The filter, order and columns of this list. You are told when it is ready; the file is kept for 30 days.',
  },
  schedule_hint: {
    zh: '每次都按当时的数据和您当时的权限，用当前列表的筛选、排序和列生成。',
    en: 'Made each time with the data and your rights of that moment, by the filter, order and columns of this list.',
  },
  started: { zh: '正在后台导出', en: 'Exporting in the background' },
  saved: { zh: '定期导出已保存', en: 'The schedule was saved' },
  look: { zh: '查看已有的导出', en: 'Your exports' },
})
