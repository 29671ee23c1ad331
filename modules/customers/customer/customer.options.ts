import { option } from '@perigon/define'

export const CUSTOMER_TYPES = [
  option('end_user', '最终用户', 'End user', { color: 'blue' }),
  option('channel', '渠道', 'Channel', { color: 'cyan', synonyms: ['reseller', 'distributor', '经销商', '代理商'] }),
  option('oem', '配套', 'OEM', { color: 'purple', synonyms: ['配套厂'] }),
  option('institution', '机构', 'Institution', { color: 'gold', synonyms: ['事业单位', '高校'] }),
  option('individual', '个人', 'Individual', { color: 'default', synonyms: ['person'] }),
] as const

export const OWNERSHIP_TYPES = [
  option('state', '国有', 'State-owned', { synonyms: ['国企', '央企'] }),
  option('private', '民营', 'Private', { synonyms: ['私营', '民企'] }),
  option('foreign', '外资', 'Foreign-owned', { synonyms: ['外企', '独资'] }),
  option('joint', '合资', 'Joint venture'),
  option('public_body', '事业单位', 'Public body'),
  option('other', '其他', 'Other'),
] as const

export const LISTING_STATUSES = [
  option('unlisted', '未上市', 'Unlisted'),
  option('domestic', '境内上市', 'Listed in mainland China'),
  option('overseas', '境外上市', 'Listed overseas'),
] as const

export const CHAIN_ROLES = [
  option('upstream', '上游', 'Upstream'),
  option('midstream', '中游', 'Midstream'),
  option('downstream', '下游', 'Downstream'),
  option('end', '终端', 'End of chain'),
] as const

export const PURCHASE_MODES = [
  option('tender', '招标', 'Tender'),
  option('framework', '框架', 'Framework agreement'),
  option('spot', '零星', 'Spot purchase'),
] as const

export const CREDIT_RATINGS = [
  option('AAA', 'AAA 级', 'AAA', { color: 'green' }),
  option('AA', 'AA 级', 'AA', { color: 'green' }),
  option('A', 'A 级', 'A', { color: 'cyan' }),
  option('B', 'B 级', 'B', { color: 'gold' }),
  option('C', 'C 级', 'C', { color: 'orange' }),
  option('D', 'D 级', 'D', { color: 'red' }),
] as const

export const CUSTOMER_SOURCES = [
  option('self_developed', '自主开发', 'Own prospecting', { synonyms: ['陌拜', 'outbound'] }),
  option('referral', '转介绍', 'Referral', { synonyms: ['客户介绍'] }),
  option('website', '官网', 'Website', { synonyms: ['网站', 'web'] }),
  option('search', '搜索推广', 'Paid search', { synonyms: ['百度', 'baidu'] }),
  option('exhibition', '展会', 'Exhibition', { synonyms: ['trade show', 'event'] }),
  option('telesales', '电话营销', 'Telesales', { synonyms: ['电销'] }),
  option('partner', '合作伙伴', 'Partner', { synonyms: ['渠道', '代理商'] }),
  option('tender_notice', '招标公告', 'Tender notice'),
  option('other', '其他', 'Other'),
] as const

export const LIFECYCLE_STAGES = [
  option('target', '目标客户', 'Target', { color: 'default', synonyms: ['目标'] }),
  option('prospect', '潜在客户', 'Prospect', { color: 'cyan', synonyms: ['潜在'] }),
  option('opportunity', '机会客户', 'Opportunity', { color: 'blue', synonyms: ['机会'] }),
  option('signed', '签约客户', 'Signed', { color: 'purple', synonyms: ['签约', 'customer'] }),
  option('end_user', '最终用户', 'End user', { color: 'green' }),
  option('repeat', '再购客户', 'Repeat buyer', { color: 'green', synonyms: ['再购'] }),
  option('dormant', '沉睡客户', 'Dormant', { color: 'gold', synonyms: ['沉睡'] }),
  option('won_back', '挽回客户', 'Won back', { color: 'magenta', synonyms: ['挽回'] }),
  option('lost', '流失客户', 'Lost', { color: 'red', synonyms: ['流失'] }),
] as const

export const CUSTOMER_STATUSES = [
  option('active', '有效', 'Active', { color: 'green' }),
  option('inactive', '无效', 'Inactive', { color: 'default' }),
  option('merged', '已合并', 'Merged', { color: 'gold' }),
  option('blacklisted', '黑名单', 'Blacklisted', { color: 'red' }),
] as const
