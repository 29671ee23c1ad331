import { definePhrases } from '@perigon/ui'

/** Making one record of several. */
export const joinPhrases = definePhrases('join', {
  bulk: { zh: '合并', en: 'Merge' },
  title: { zh: '合并 {n} 条{name}', en: 'Merge {n} {name}' },
  hint: {
    zh: '选择保留哪一条，并为不同的字段选择要保留的值。其余记录的联系人、商机、联系记录、附件等都会转到保留的记录下；30 天内可撤销。',
    en: 'Choose which one stays, and whose value is kept where they differ. Contacts, opportunities, interactions, files and all else move to the one that stays. It can be undone for 30 days.',
  },
  stays: { zh: '保留', en: 'Stays' },
  blank: { zh: '空', en: 'Empty' },
  same: { zh: '各条记录的内容相同。', en: 'They say the same.' },
  action: { zh: '合并', en: 'Merge' },
  done: { zh: '已合并，{n} 条相关记录已转入', en: 'Merged; {n} related records moved' },
  partly: { zh: '已撤销；{n} 条记录之后有人修改过，保持不变', en: 'Undone; {n} records changed since were left as they are' },
})
