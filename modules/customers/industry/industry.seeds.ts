import type { Seed } from '@perigon/kernel'

/** Sections of the national classification of economic activities, GB/T 4754-2017. */
const SECTIONS = [
  ['01900000-0000-7000-8000-000000030001', 'A', '农、林、牧、渔业', 'Agriculture, forestry, animal husbandry and fishery'],
  ['01900000-0000-7000-8000-000000030002', 'B', '采矿业', 'Mining'],
  ['01900000-0000-7000-8000-000000030003', 'C', '制造业', 'Manufacturing'],
  ['01900000-0000-7000-8000-000000030004', 'D', '电力、热力、燃气及水生产和供应业', 'Electricity, heat, gas and water supply'],
  ['01900000-0000-7000-8000-000000030005', 'E', '建筑业', 'Construction'],
  ['01900000-0000-7000-8000-000000030006', 'F', '批发和零售业', 'Wholesale and retail'],
  ['01900000-0000-7000-8000-000000030007', 'G', '交通运输、仓储和邮政业', 'Transport, storage and post'],
  ['01900000-0000-7000-8000-000000030008', 'H', '住宿和餐饮业', 'Hotels and catering'],
  ['01900000-0000-7000-8000-000000030009', 'I', '信息传输、软件和信息技术服务业', 'Information transmission, software and IT services'],
  ['01900000-0000-7000-8000-00000003000a', 'J', '金融业', 'Finance'],
  ['01900000-0000-7000-8000-00000003000b', 'K', '房地产业', 'Real estate'],
  ['01900000-0000-7000-8000-00000003000c', 'L', '租赁和商务服务业', 'Leasing and business services'],
  ['01900000-0000-7000-8000-00000003000d', 'M', '科学研究和技术服务业', 'Scientific research and technical services'],
  ['01900000-0000-7000-8000-00000003000e', 'N', '水利、环境和公共设施管理业', 'Water conservancy, environment and public facilities'],
  ['01900000-0000-7000-8000-00000003000f', 'O', '居民服务、修理和其他服务业', 'Household services, repair and other services'],
  ['01900000-0000-7000-8000-000000030010', 'P', '教育', 'Education'],
  ['01900000-0000-7000-8000-000000030011', 'Q', '卫生和社会工作', 'Health and social work'],
  ['01900000-0000-7000-8000-000000030012', 'R', '文化、体育和娱乐业', 'Culture, sports and entertainment'],
  [
    '01900000-0000-7000-8000-000000030013',
    'S',
    '公共管理、社会保障和社会组织',
    'Public administration, social security and social organisations',
  ],
  ['01900000-0000-7000-8000-000000030014', 'T', '国际组织', 'International organisations'],
] as const

export const industrySeeds: readonly Seed[] = SECTIONS.map(([id, code, name, english]) => ({
  object: 'industry',
  id,
  values: { code, name, name_en: english },
}))
