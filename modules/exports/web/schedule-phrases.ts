import { definePhrases } from '@perigon/ui'

/** Words of the dialog that changes a schedule. */
export const schedulePhrases = definePhrases('export-schedule', {
  title: { zh: '修改“{name}”', en: 'Change {name}' },
  columns: { zh: '列', en: 'Columns' },
  columns_card: { zh: '名片的内容由名片格式决定。', en: 'A vCard has the fields that have a place on a card.' },
  gone: {
    zh: '有 {n} 列已不存在，或不再对您开放；保存后不再导出。',
    en: 'Columns that are gone or closed to you: {n}. They are left out once you save.',
  },
  no_object: { zh: '这类记录已不存在，或不再对您开放。', en: 'There are no such records any more, or they are closed to you.' },
  filter: { zh: '哪些记录', en: 'Which records' },
  filter_all: { zh: '您能看到的全部', en: 'All you may see' },
  filter_edit: { zh: '修改条件', en: 'Change the filter' },
  chosen: { zh: '选中的 {n} 条记录', en: 'Records that were chosen: {n}' },
  saved: { zh: '“{name}”已修改', en: '{name} was changed' },
})
