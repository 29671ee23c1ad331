import { definePhrases } from '@perigon/ui'

/** Words of a list that is filled in like a spreadsheet. */
export const sheetPhrases = definePhrases('sheet', {
  mode: { zh: '表格编辑', en: 'Spreadsheet' },
  mode_hint: { zh: '像电子表格一样填写、复制和粘贴 (Shift+E)', en: 'Fill in, copy and paste like in a spreadsheet (Shift+E)' },
  help: {
    zh: '表格编辑：直接输入，回车确认，方向键移动，Shift 加方向键选择区域，Ctrl+C 复制，Ctrl+V 粘贴，Ctrl+D 向下填充，Delete 清空，Ctrl+Z 撤销，Esc 退出',
    en: 'Spreadsheet: type to fill in, Enter confirms, arrow keys move, with Shift they select, Ctrl+C copies, Ctrl+V pastes, Ctrl+D fills down, Delete empties, Ctrl+Z undoes, Esc leaves',
  },
  keys: {
    zh: '直接输入，回车确认 · Shift+方向键选择 · Ctrl+C / Ctrl+V 复制粘贴 · Ctrl+D 向下填充 · Delete 清空 · Ctrl+Z 撤销 · Esc 退出',
    en: 'Type and press Enter · Shift+arrows select · Ctrl+C / Ctrl+V copy and paste · Ctrl+D fills down · Delete empties · Ctrl+Z undoes · Esc leaves',
  },
  cell: { zh: '“{name}”的{field}：{value}', en: '{field} of “{name}”: {value}' },
  empty: { zh: '空', en: 'empty' },
  not_saved: { zh: '{n} 个单元格未保存', en: '{n} cells were not saved' },
  not_saved_one: { zh: '1 个单元格未保存', en: '1 cell was not saved' },
  next_fault: { zh: '下一个', en: 'Next' },
  discard: { zh: '放弃', en: 'Discard' },
  saving: { zh: '正在保存…', en: 'Saving…' },
  saved: { zh: '已保存 {n} 个单元格', en: '{n} cells saved' },
  created: { zh: '新建 {n} 条', en: '{n} created' },
  skipped: { zh: '{n} 个单元格为只读，已跳过', en: '{n} read-only cells were left out' },
  cut_off: { zh: '{n} 行超出列表末尾，未粘贴', en: '{n} rows beyond the end of the list were left out' },
  cut_columns: { zh: '{n} 列超出最后一列，未粘贴', en: '{n} columns beyond the last one were left out' },
  copied: { zh: '已复制 {n} 个单元格', en: '{n} cells copied' },
  read_only: { zh: '“{field}”不能在列表中修改', en: '“{field}” cannot be changed in the list' },
  too_many: {
    zh: '一次最多 {limit} 个单元格，这里有 {n} 个。数据较多时请使用导入。',
    en: 'At most {limit} cells at once; these are {n}. Use an import for more.',
  },
  extra_title: { zh: '粘贴的内容比列表多 {n} 行', en: 'The block has {n} more rows than the list' },
  extra_text: {
    zh: '可以用多出的行新建{name}；必填内容不全的行会保留在列表末尾，补全后再保存。',
    en: 'The extra rows can become new {name}. Those that lack something stay at the end of the list until you complete them.',
  },
  extra_create: { zh: '新建 {n} 条', en: 'Create {n}' },
  extra_only: { zh: '只粘贴到现有的行', en: 'Only the rows there are' },
  nothing_to_undo: { zh: '没有可撤销的操作', en: 'There is nothing to undo' },
  undone: { zh: '已撤销', en: 'Undone' },
  undone_partly: { zh: '已撤销，{n} 条之后又有修改，保持不变', en: 'Undone; {n} were changed since and stay as they are' },
  new_row: { zh: '新行', en: 'New row' },
})
