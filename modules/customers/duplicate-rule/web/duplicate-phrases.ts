import { definePhrases } from '@perigon/ui'

/** Whether there is such a record already. */
export const duplicatePhrases = definePhrases('duplicate', {
  found: { zh: '可能已存在（{n}）', en: 'May exist already ({n})' },
  refused: { zh: '已存在（{n}），按查重规则不能保存', en: 'Exists already ({n}); a duplicate rule refuses saving' },
  owner: { zh: '负责人：{name}', en: 'Owner: {name}' },
  nobody: { zh: '暂无负责人', en: 'No owner' },
  unseen: { zh: '您无权查看此记录，可联系负责人申请协作', en: 'You may not see this record; ask its owner to share it' },
  alike: { zh: '相似 {n}%', en: '{n}% alike' },
  last: { zh: '最近联系 {at}', en: 'last contact {at}' },
  page: { zh: '客户查重', en: 'Already somebody’s?' },
  hint: {
    zh: '输入名称、信用代码、电话、网址或邮箱，查看是否已有人负责。无权查看的客户只显示名称前两个字和负责人，这样的查询会记入日志。',
    en: 'Enter a name, credit code, phone, website or e-mail to see whether somebody has the customer already. Of customers you may not see only the first two letters and the owner are shown, and that is logged.',
  },
  rules: { zh: '查重规则', en: 'Duplicate rules' },
  one_needed: { zh: '至少填写一项', en: 'Fill in at least one of these' },
  check: { zh: '查重', en: 'Check' },
  none: { zh: '没有找到相同或相似的客户，可以新建。', en: 'No such customer. You can create it.' },
  create: { zh: '新建客户', en: 'New customer' },
  name: { zh: '客户名称', en: 'Customer name' },
  credit_code: { zh: '统一社会信用代码', en: 'Unified credit code' },
  phone: { zh: '电话', en: 'Phone' },
  website: { zh: '网址', en: 'Website' },
  email: { zh: '邮箱', en: 'E-mail' },
})
