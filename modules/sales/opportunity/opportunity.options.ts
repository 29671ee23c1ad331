import { option } from '@perigon/define'

export const OPPORTUNITY_STATES = [
  option('open', '进行中', 'Open', { color: 'blue' }),
  option('won', '赢单', 'Won', { color: 'green' }),
  option('lost', '输单', 'Lost', { color: 'red' }),
  option('cancelled', '取消', 'Cancelled', { color: 'default' }),
  option('suspended', '挂起', 'Suspended', { color: 'gold' }),
] as const

export const OPPORTUNITY_SOURCES = [
  option('lead', '线索转化', 'Lead'),
  option('campaign', '市场活动', 'Campaign'),
  option('suggestion', '销售建议', 'Sales suggestion'),
  option('service_plan', '服务计划', 'Service plan'),
  option('service_request', '服务请求', 'Service request'),
  option('referral', '转介绍', 'Referral'),
  option('partner', '合作伙伴', 'Partner'),
  option('self', '自主开发', 'Own prospecting'),
] as const

export const WIN_REASONS = [
  option('technical_fit', '技术方案契合', 'Technical fit'),
  option('price', '价格优势', 'Price'),
  option('relationship', '客户关系', 'Relationship'),
  option('brand', '品牌口碑', 'Brand and references'),
  option('delivery', '交期保障', 'Delivery time'),
  option('service', '售后服务', 'After-sales service'),
  option('incumbent', '老客户复购', 'Existing supplier'),
  option('other', '其他', 'Other'),
] as const

export const LOSS_REASONS = [
  option('price', '价格过高', 'Price too high', { color: 'orange' }),
  option('technical_gap', '技术不满足', 'Technical gap'),
  option('competitor', '竞争对手胜出', 'Competitor preferred'),
  option('relationship', '客户关系不足', 'Weak relationship'),
  option('delivery', '交期不满足', 'Delivery too late'),
  option('payment_terms', '付款条件谈不拢', 'Payment terms'),
  option('budget_cut', '预算取消或推迟', 'Budget cut or postponed'),
  option('project_stopped', '项目终止', 'Project stopped'),
  option('no_decision', '客户长期未决策', 'No decision'),
  option('tender_invalid', '废标或资质不符', 'Tender void or not qualified'),
  option('lost_touch', '联系中断', 'Lost touch'),
  option('other', '其他', 'Other'),
] as const
