import { definePhrases } from '../i18n/i18n.ts'

/** Words of field inputs, cells and filters. */
export const fieldPhrases = definePhrases('fields', {
  unseen: { zh: '您无权查看', en: 'Not visible to you' },
  link_search: { zh: '输入名称搜索', en: 'Type to search' },
  link_none: { zh: '没有找到', en: 'Nothing found' },
  tags_hint: { zh: '输入后按回车', en: 'Type and press Enter' },
  hours: { zh: '时', en: 'h' },
  minutes: { zh: '分', en: 'min' },
  currency: { zh: '币种', en: 'Currency' },
  json_bad: { zh: '不是有效的 JSON', en: 'Not valid JSON' },
  auto: { zh: '自动生成', en: 'Set automatically' },
  period: { zh: '时间段', en: 'Period' },
  period_n: { zh: '数量', en: 'How many' },
  from: { zh: '起', en: 'From' },
  to: { zh: '止', en: 'To' },
  value: { zh: '值', en: 'Value' },
  values: { zh: '值（可多个）', en: 'Values' },
  call: { zh: '拨打', en: 'Call' },
  create_new: { zh: '新建“{text}”', en: 'Create “{text}”' },
})

/** Names of comparison operators. */
export const operatorPhrases = definePhrases('operators', {
  eq: { zh: '等于', en: 'is' },
  neq: { zh: '不等于', en: 'is not' },
  gt: { zh: '大于', en: 'greater than' },
  gte: { zh: '大于等于', en: 'at least' },
  lt: { zh: '小于', en: 'less than' },
  lte: { zh: '小于等于', en: 'at most' },
  between: { zh: '介于', en: 'between' },
  in: { zh: '属于', en: 'is one of' },
  not_in: { zh: '不属于', en: 'is none of' },
  contains: { zh: '包含', en: 'contains' },
  not_contains: { zh: '不包含', en: 'does not contain' },
  starts_with: { zh: '开头是', en: 'starts with' },
  empty: { zh: '为空', en: 'is empty' },
  not_empty: { zh: '不为空', en: 'is not empty' },
  within: { zh: '在时间段内', en: 'within' },
  anniversary_within: { zh: '周年日在', en: 'has its day within' },
  before: { zh: '早于', en: 'before' },
  after: { zh: '晚于', en: 'after' },
  has_any: { zh: '含任一', en: 'has any of' },
  has_all: { zh: '含全部', en: 'has all of' },
})

/** Names of relative periods. */
export const periodPhrases = definePhrases('periods', {
  today: { zh: '今天', en: 'today' },
  yesterday: { zh: '昨天', en: 'yesterday' },
  tomorrow: { zh: '明天', en: 'tomorrow' },
  this_week: { zh: '本周', en: 'this week' },
  last_week: { zh: '上周', en: 'last week' },
  next_week: { zh: '下周', en: 'next week' },
  this_month: { zh: '本月', en: 'this month' },
  last_month: { zh: '上月', en: 'last month' },
  next_month: { zh: '下月', en: 'next month' },
  this_quarter: { zh: '本季度', en: 'this quarter' },
  last_quarter: { zh: '上季度', en: 'last quarter' },
  next_quarter: { zh: '下季度', en: 'next quarter' },
  this_year: { zh: '今年', en: 'this year' },
  last_year: { zh: '去年', en: 'last year' },
  next_year: { zh: '明年', en: 'next year' },
  last_n_days: { zh: '最近 N 天', en: 'last N days' },
  next_n_days: { zh: '未来 N 天', en: 'next N days' },
  last_n_months: { zh: '最近 N 个月', en: 'last N months' },
  next_n_months: { zh: '未来 N 个月', en: 'next N months' },
  last_n_days_n: { zh: '最近 {n} 天', en: 'last {n} days' },
  next_n_days_n: { zh: '未来 {n} 天', en: 'next {n} days' },
  last_n_months_n: { zh: '最近 {n} 个月', en: 'last {n} months' },
  next_n_months_n: { zh: '未来 {n} 个月', en: 'next {n} months' },
})

/** Names of measures. */
export const measurePhrases = definePhrases('measures', {
  count: { zh: '数量', en: 'Number' },
  count_distinct: { zh: '去重数量', en: 'Distinct number' },
  sum: { zh: '合计', en: 'Sum' },
  avg: { zh: '平均', en: 'Average' },
  min: { zh: '最小', en: 'Smallest' },
  max: { zh: '最大', en: 'Largest' },
  median: { zh: '中位数', en: 'Median' },
  p25: { zh: '25 分位', en: '25th percentile' },
  p75: { zh: '75 分位', en: '75th percentile' },
  p90: { zh: '90 分位', en: '90th percentile' },
})
