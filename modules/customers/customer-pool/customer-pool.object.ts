import { defineObject, f, label, type RecordOf } from '@perigon/define'

/** A pool (公海) of customers nobody answers for. Its members find them there and claim them; its managers give them to people. */
export const CustomerPool = defineObject('customer_pool', {
  module: 'customers',
  path: 'customer-pools',
  label: { one: label('公海', 'Customer pool'), many: label('公海', 'Customer pools') },
  title: 'name',
  title_en: 'name_en',
  access: 'reference',
  fields: {
    name: f.text({ label: label('名称', 'Name'), required: true, unique: true, max: 60, search: true }),
    name_en: f.text({ label: label('英文名称', 'English name'), max: 60 }),
    admission: f.json({
      label: label('收入哪些客户', 'Admits'),
      help: label(
        '没有负责人的新客户符合条件时进入此公海；留空则收入所有',
        'New customers without an owner enter when they fit; empty admits all',
      ),
    }),
    place: f.integer({
      label: label('顺序', 'Order'),
      help: label('多个公海都符合时，数字小的优先', 'Where several fit, the smallest number wins'),
      required: true,
      min: 0,
      max: 999,
      default: 100,
    }),
    claim_limit: f.integer({
      label: label('每人最多持有', 'Held at most, each'),
      help: label('从此公海领取且仍由本人负责的客户数；留空不限', 'Customers claimed here and still theirs; empty means no limit'),
      min: 1,
      max: 100_000,
    }),
    daily_limit: f.integer({
      label: label('每人每天最多领取', 'Claimed a day, each'),
      help: label('留空不限', 'Empty means no limit'),
      min: 1,
      max: 10_000,
    }),
    former_owner_block_days: f.integer({
      label: label('原负责人几天内不得再领', 'Days a former owner waits'),
      help: label('按自然日；0 表示不限制', 'Calendar days; 0 means no waiting'),
      required: true,
      min: 0,
      max: 3650,
      default: 0,
    }),
    active: f.boolean({ label: label('启用', 'Active'), required: true, default: true }),
  },
  views: {
    list: ['name', 'place', 'claim_limit', 'daily_limit', 'former_owner_block_days', 'active'],
    sort: ['place', 'name'],
    form: [
      {
        label: label('公海', 'Pool'),
        fields: ['name', 'name_en', 'place', 'claim_limit', 'daily_limit', 'former_owner_block_days', 'active'],
      },
    ],
    quick: ['name', 'name_en', 'claim_limit', 'daily_limit', 'former_owner_block_days'],
    highlights: ['claim_limit', 'daily_limit', 'former_owner_block_days', 'active'],
    related: ['members'],
  },
  navigable: false,
})
export type CustomerPool = RecordOf<typeof CustomerPool>
