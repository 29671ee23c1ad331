import { defineObject, f, label, option, type RecordOf } from '@perigon/define'
import { FORECAST_CATEGORIES } from '../sales-stage/sales-stage.object.ts'
import { LOSS_REASONS, OPPORTUNITY_SOURCES, OPPORTUNITY_STATES, WIN_REASONS } from './opportunity.options.ts'

export const Opportunity = defineObject('opportunity', {
  module: 'sales',
  path: 'opportunities',
  label: { one: label('商机', 'Opportunity'), many: label('商机', 'Opportunities') },
  title: 'name',
  access: 'owned',
  follows: ['customer'],
  fields: {
    // Filled from customer and product when left blank, so that a pipeline file without a title column can be imported.
    name: f.text({
      label: label('商机名称', 'Opportunity name'),
      required: true,
      search: true,
      synonyms: ['opportunity_name', 'deal_name', '项目名称', '机会名称'],
    }),
    number: f.auto_number({ label: label('商机编号', 'Opportunity number'), pattern: 'SJ{YYYY}{000000}', search: true }),
    external_no: f.text({
      label: label('外部编号', 'External number'),
      max: 100,
      search: true,
      synonyms: ['opportunity_id', 'deal_id', 'external_id', '原系统编号', '机会编号'],
    }),
    // Optional on purpose (ADR 0006): real history has blanks. The standard process asks for it from its second stage.
    customer: f.link('customer', {
      label: label('客户', 'Customer'),
      reverse: { key: 'opportunities', label: label('商机', 'Opportunities') },
      synonyms: ['account', 'account_name', 'company', '客户名称', '公司'],
    }),
    contact: f.link('contact', {
      label: label('主要联系人', 'Main contact'),
      on_delete: 'clear',
      reverse: { key: 'opportunities', label: label('商机', 'Opportunities') },
    }),
    product: f.link('product', {
      label: label('主要产品', 'Main product'),
      reverse: { key: 'opportunities', label: label('商机', 'Opportunities') },
      synonyms: ['product_name', '产品', '产品名称'],
    }),
    process: f.link('sales_process', {
      label: label('销售流程', 'Sales process'),
      required: true,
      reverse: { key: 'opportunities', label: label('商机', 'Opportunities') },
      synonyms: ['pipeline', '流程'],
    }),
    stage: f.link('sales_stage', {
      label: label('阶段', 'Stage'),
      required: true,
      reverse: { key: 'opportunities', label: label('商机', 'Opportunities') },
      synonyms: ['deal_stage', 'stage_name', '销售阶段', '商机阶段'],
    }),
    stage_position: f.integer({ label: label('阶段序号', 'Stage position'), computed: true }),
    stage_reason: f.text({
      label: label('阶段变更原因', 'Reason for the stage'),
      help: label('退回较早阶段时必填', 'Required when the stage goes back'),
      max: 500,
      internal: true,
    }),
    stage_entered_at: f.datetime({ label: label('进入阶段时间', 'Stage entered at'), computed: true }),
    state: f.select(OPPORTUNITY_STATES, { label: label('状态', 'State'), required: true, default: 'open' }),
    amount: f.money({ label: label('预计金额', 'Amount'), min: 0, synonyms: ['close_value', 'deal_value', 'value', '金额', '成交金额'] }),
    budget: f.money({ label: label('客户预算', 'Budget'), min: 0 }),
    probability: f.percent({ label: label('赢率', 'Probability'), synonyms: ['成功率'], internal: true }),
    probability_source: f.select([option('stage', '按阶段', 'From the stage'), option('manual', '手工', 'By hand')], {
      label: label('赢率来源', 'Source of the probability'),
      required: true,
      default: 'stage',
      internal: true,
    }),
    forecast_category: f.select(FORECAST_CATEGORIES, { label: label('预测类别', 'Forecast category'), internal: true }),
    expected_close: f.date({ label: label('预计成交日期', 'Expected close'), synonyms: ['expected_close_date', '预计签约日期'] }),
    slip_count: f.integer({ label: label('延期次数', 'Times postponed'), computed: true, min: 0, internal: true }),
    slip_days: f.integer({ label: label('累计延期天数', 'Days postponed in all'), computed: true, min: 0, internal: true }),
    engaged_on: f.date({ label: label('开始跟进日期', 'Engaged on'), synonyms: ['engage_date', '跟进日期'] }),
    closed_on: f.date({ label: label('关闭日期', 'Closed on'), synonyms: ['close_date', '成交日期', '关单日期'] }),
    days_to_close: f.integer({
      label: label('成交周期（天）', 'Days to close'),
      help: label('从开始跟进到关闭的整天数', 'Whole days from engaged to closed'),
      computed: true,
    }),
    source: f.select(OPPORTUNITY_SOURCES, { label: label('商机来源', 'Source'), synonyms: ['lead_source', '来源'] }),
    need: f.long_text({ label: label('客户需求', 'Need'), max: 4000 }),
    next_step: f.text({ label: label('下一步', 'Next step'), max: 300 }),
    last_activity_at: f.datetime({ label: label('最近跟进时间', 'Last activity'), computed: true }),
    next_step_on: f.date({ label: label('下一步日期', 'Next step on') }),
    win_reason: f.select(WIN_REASONS, { label: label('赢单原因', 'Win reason') }),
    loss_reason: f.select(LOSS_REASONS, { label: label('输单原因', 'Loss reason'), internal: true }),
    competitor_won: f.text({ label: label('胜出竞争对手', 'Competitor that won'), max: 100, internal: true }),
    reopened_count: f.integer({ label: label('重启次数', 'Times reopened'), computed: true, min: 0 }),
  },
  indexes: [['customer'], ['process', 'stage'], ['state', 'expected_close'], ['closed_on'], ['product'], ['external_no']],
  transitions: {
    state: {
      open: ['won', 'lost', 'cancelled', 'suspended'],
      suspended: ['open'],
      won: ['open'],
      lost: ['open'],
      cancelled: [],
    },
  },
  views: {
    list: ['name', 'customer', 'product', 'stage', 'amount', 'probability', 'expected_close', 'owner', 'updated_at'],
    sort: ['-updated_at'],
    form: [
      { label: label('基本信息', 'General'), fields: ['name', 'customer', 'contact', 'product', 'process', 'stage', 'owner', 'source'] },
      {
        label: label('金额与预测', 'Amount and forecast'),
        fields: ['amount', 'budget', 'probability', 'probability_source', 'forecast_category', 'expected_close'],
      },
      { label: label('推进', 'Progress'), fields: ['next_step', 'next_step_on', 'engaged_on', 'stage_reason', 'need'] },
      { label: label('结果', 'Outcome'), fields: ['closed_on', 'win_reason', 'loss_reason', 'competitor_won', 'external_no'] },
    ],
    quick: ['name', 'customer', 'process', 'stage', 'product', 'amount', 'expected_close', 'owner'],
    highlights: ['customer', 'amount', 'stage', 'state', 'expected_close', 'owner'],
    related: ['interactions', 'tasks', 'stage_history'],
    board: { by: 'stage', sum: 'amount', card: ['name', 'customer', 'amount', 'expected_close', 'owner'] },
  },
  navigable: true,
})
export type Opportunity = RecordOf<typeof Opportunity>
