import { definePhrases } from '@perigon/ui'

/** Merging many groups of duplicates at once. */
export const mergeAllPhrases = definePhrases('merge_all', {
  open: { zh: '批量合并…', en: 'Merge many…' },
  title: { zh: '批量合并重复的{name}', en: 'Merge duplicates: {name}' },
  from: { zh: '可信度不低于', en: 'At least this sure' },
  rule: {
    zh: '每组保留填写最多的记录；同样多时保留最早创建的。空白字段从其他记录补全，下级数据全部转到保留的记录。负责人或唯一编号不同的组不处理，列出供人工判断。',
    en: 'Of each group the record with most filled fields stays, then the oldest. Its empty fields are filled from the others, and what hangs on them moves to it. Groups whose owners or unique numbers differ are left and listed.',
  },
  none: { zh: '没有达到此可信度的组。', en: 'No group is as sure as that.' },
  found: { zh: '找到 {groups} 组。', en: 'Groups found: {groups}.' },
  merging: {
    zh: '将合并 {groups} 组，{records} 条记录并入保留的记录。',
    en: 'To be merged: {groups} groups, {records} records into those that stay.',
  },
  merging_none: { zh: '没有可以自动合并的组。', en: 'None can be merged without you.' },
  looked: { zh: '其中前 {n} 组已逐一查看：', en: 'The first {n} were looked at:' },
  left: { zh: '{n} 组不处理：{fields}不同', en: 'Left for you to judge: {n} (different: {fields})' },
  lost: {
    zh: '取值不同、将被放弃：{list}（可在历史中查看，也可撤销）',
    en: 'Values that differ and are given up: {list}. They stay in the history and in the undo.',
  },
  lost_one: { zh: '{field} {n} 组', en: '{field} in {n}' },
  samples: { zh: '示例（{n} 组）', en: 'Examples ({n})' },
  by_filled: { zh: '保留：填写最多（{n} / {all} 项）', en: 'stays: most filled ({n} of {all})' },
  by_oldest: { zh: '保留：同样完整，创建最早', en: 'stays: equally filled, the oldest' },
  by_id: { zh: '保留：完全相同，取其一', en: 'stays: no difference, one of them' },
  takes: { zh: '并入：{list}', en: 'Takes in: {list}' },
  keeps: { zh: '{field}：保留“{kept}”，放弃“{lost}”', en: '{field}: keeps “{kept}”, gives up “{lost}”' },
  start: { zh: '合并 {n} 组', en: 'Merge {n} groups' },
  start_all: { zh: '合并', en: 'Merge' },
  started: { zh: '已开始合并，可随时停止，30 天内可撤销', en: 'Merging has begun. Stop it any time, undo it for 30 days' },
})
