import { industrySeeds, regionSeeds } from '@perigon/customers'
import type { Day } from './calendar.ts'
import { instantOn, isoDate, workday } from './calendar.ts'
import { storyId } from './identity.ts'
import { sellers } from './organization.ts'
import { create, type StoryCommand } from './story-command.ts'

/** Customers of the story proper come before those that lie in a pool. */
const FIRST = 300
const EAST = storyId('customer_pool', 0)
const SOUTH = storyId('customer_pool', 1)
const RULE = { name: '招标线索 40 个工作日未联系', name_en: 'Tender leads without contact for 40 working days' }
const DAYS = 40

/** name, short name, pool, days in it, region. */
const POOLED = [
  ['常州鼎坤精密模具有限公司', '鼎坤模具', EAST, 0, '320000'],
  ['无锡澜湖液压件厂', '澜湖液压', EAST, 6, '320000'],
  ['宁波启航注塑机械有限公司', '启航注塑', EAST, 13, '330000'],
  ['嘉兴云帆轴承有限公司', '云帆轴承', EAST, 27, '330000'],
  ['东莞骏晟五金制品有限公司', '骏晟五金', SOUTH, 3, '440000'],
  ['佛山瀚川铝型材有限公司', '瀚川铝材', SOUTH, 19, '440000'],
] as const

function seedId(seeds: typeof industrySeeds, code: string): string | null {
  return seeds.find((seed) => seed.values['code'] === code)?.id ?? null
}

/** Two pools with their members, what lies in them, and why the newest of it was taken back last night. */
export function* poolCommands(today: Day): Iterable<StoryCommand> {
  yield create('customer_pool', EAST, {
    name: '华东公海',
    name_en: 'East pool',
    place: 10,
    claim_limit: 20,
    daily_limit: 5,
    former_owner_block_days: 30,
  })
  yield create('customer_pool', SOUTH, { name: '华南公海', name_en: 'South pool', place: 20, claim_limit: 20, former_owner_block_days: 15 })
  const members = [
    { pool: EAST, part: 'member', with_department: storyId('department', 2) },
    { pool: EAST, part: 'manager', employee: storyId('employee', 2) },
    { pool: SOUTH, part: 'member', with_department: storyId('department', 3) },
    { pool: SOUTH, part: 'manager', employee: storyId('employee', 3) },
  ]
  for (const [index, values] of members.entries()) yield create('pool_member', storyId('pool_member', index), values)
  yield create('pool_rule', storyId('pool_rule', 0), {
    ...RULE,
    pool: EAST,
    condition: {
      and: [
        { field: 'source', op: 'eq', value: 'tender_notice' },
        { field: 'lifecycle_stage', op: 'eq', value: 'target' },
      ],
    },
    days: DAYS,
    remind_before: 5,
    manager_before: 2,
    active: true,
  })
  for (const [index, customer] of POOLED.entries()) yield* pooled(index, customer, today)
}

function* pooled(index: number, [name, short, pool, days, region]: (typeof POOLED)[number], today: Day): Iterable<StoryCommand> {
  const id = storyId('customer', FIRST + index)
  // Last night at half past two; the others some days before.
  const at = instantOn(today - days, 30)
  yield create('customer', id, {
    name,
    short_name: short,
    customer_type: 'end_user',
    industry: seedId(industrySeeds, 'C'),
    region: seedId(regionSeeds, region),
    source: 'tender_notice',
    lifecycle_stage: 'target',
    owner: null,
    pool,
    pooled_at: at,
    last_contact_at: instantOn(workday(today - 60 - days), 640),
    created_at: instantOn(workday(today - 120 - index * 9), 600),
  })
  yield create('ownership_change', storyId('ownership_change', index), {
    customer: id,
    pool,
    at,
    ...(index === 0 ? reclaimed(today) : index % 2 === 0 ? { kind: 'admitted' } : released(index)),
  })
}

/** Taken back by the rule, with the figures it saw; its former owner is 丁磊. */
function reclaimed(today: Day): StoryCommand['values'] {
  const facts = {
    rule: storyId('pool_rule', 0),
    rule_name: { zh: RULE.name, en: RULE.name_en },
    date_field: 'last_contact_at',
    base: isoDate(workday(today - 60)),
    days: DAYS,
    counting: 'working',
    due: isoDate(today),
  }
  return { kind: 'reclaimed', from_owner: sellers[2]?.id ?? null, facts }
}

function released(index: number): StoryCommand['values'] {
  return { kind: 'released', from_owner: sellers[index % 3]?.id ?? null, reason: '客户预算取消，明年再联系' }
}
