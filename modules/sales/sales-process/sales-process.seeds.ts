import type { Seed } from '@perigon/kernel'

/** The usual way of a Chinese business-to-business project sale. */
export const STANDARD_PROCESS = {
  id: '01900000-0000-7000-8000-000000050001',
  stages: {
    confirmed: '01900000-0000-7000-8000-000000050011',
    analysed: '01900000-0000-7000-8000-000000050012',
    proposed: '01900000-0000-7000-8000-000000050013',
    negotiated: '01900000-0000-7000-8000-000000050014',
    approved: '01900000-0000-7000-8000-000000050015',
    won: '01900000-0000-7000-8000-000000050016',
    lost: '01900000-0000-7000-8000-000000050017',
  },
} as const

/** Four stages as most imported pipelines have them. */
export const SIMPLE_PROCESS = {
  id: '01900000-0000-7000-8000-000000050002',
  stages: {
    prospecting: '01900000-0000-7000-8000-000000050021',
    engaging: '01900000-0000-7000-8000-000000050022',
    won: '01900000-0000-7000-8000-000000050023',
    lost: '01900000-0000-7000-8000-000000050024',
  },
} as const

const { stages: standard } = STANDARD_PROCESS
const { stages: simple } = SIMPLE_PROCESS

/** id, name, kind, probability, forecast category, longest stay, required fields, guide. */
const STANDARD_STAGES = [
  [standard.confirmed, '线索确认', 'open', '10.00', 'pipeline', 14, [], '核实客户身份、需求真实性和联系人，确认是否值得跟进。'],
  [standard.analysed, '需求分析', 'open', '25.00', 'pipeline', 30, ['customer'], '拜访客户，明确应用场景、技术要求、预算和决策人。'],
  [
    standard.proposed,
    '方案报价',
    'open',
    '50.00',
    'best_case',
    30,
    ['customer', 'amount', 'expected_close'],
    '提交技术方案与报价，组织技术交流或样机演示。',
  ],
  [
    standard.negotiated,
    '商务谈判',
    'open',
    '75.00',
    'commit',
    21,
    ['customer', 'contact', 'amount', 'expected_close'],
    '确认价格、交期、付款和验收条款，明确竞争态势。',
  ],
  [
    standard.approved,
    '合同审批',
    'open',
    '90.00',
    'commit',
    14,
    ['customer', 'contact', 'amount', 'expected_close', 'need'],
    '双方走内部审批流程，跟进签章进度。',
  ],
  [standard.won, '赢单', 'won', '100.00', 'closed', null, ['customer', 'amount'], '合同签署，安排交付交接。'],
  [standard.lost, '输单', 'lost', '0.00', 'omitted', null, [], '记录输单原因与竞争对手，安排复盘。'],
] as const

const SIMPLE_STAGES = [
  [simple.prospecting, 'Prospecting', 'open', '10.00', 'pipeline', 60, [], 'Find out whether there is a need and who decides.'],
  [simple.engaging, 'Engaging', 'open', '50.00', 'best_case', 90, [], 'Meet, demonstrate, quote.'],
  [simple.won, 'Won', 'won', '100.00', 'closed', null, [], 'Signed.'],
  [simple.lost, 'Lost', 'lost', '0.00', 'omitted', null, [], 'Write down why.'],
] as const

type StageRow = (typeof STANDARD_STAGES)[number] | (typeof SIMPLE_STAGES)[number]

export const salesProcessSeeds: readonly Seed[] = [
  {
    object: 'sales_process',
    id: STANDARD_PROCESS.id,
    values: { name: '标准销售流程', type: 'project', revision: 1, is_default: true, active: true, description: '适用于设备与项目型销售' },
  },
  {
    object: 'sales_process',
    id: SIMPLE_PROCESS.id,
    values: {
      name: 'Simple pipeline',
      type: 'product',
      revision: 1,
      is_default: false,
      active: true,
      description: 'Prospecting, engaging, won or lost',
    },
  },
  ...STANDARD_STAGES.map((row, index) => stageSeed(STANDARD_PROCESS.id, row, index + 1)),
  ...SIMPLE_STAGES.map((row, index) => stageSeed(SIMPLE_PROCESS.id, row, index + 1)),
]

function stageSeed(process: string, row: StageRow, position: number): Seed {
  const [id, name, kind, probability, category, maxDays, requiredFields, guide] = row
  return {
    object: 'sales_stage',
    id,
    values: {
      process,
      name,
      position,
      kind,
      probability,
      forecast_category: category,
      max_days: maxDays,
      required_fields: requiredFields,
      guide,
    },
  }
}
